using System.Buffers;
using System.Buffers.Text;

namespace ChatFlow.Core.Channels.Evolution;

/// <summary>
/// The bytes of the first member <c>"base64"</c> of a JSON text, decoded while they are read: a file of 100 MB never stands
/// in memory. A name in quotes followed by a colon is a member and nothing else, since inside a string every quote has a
/// backslash before it.
/// </summary>
/// <remarks>Reading throws <see cref="InvalidDataException"/> when there is no such member or what it holds is no base64.</remarks>
internal sealed class Base64InJson(Stream json) : Stream
{
    private static ReadOnlySpan<byte> Member => "\"base64\""u8;

    private const int ChunkSize = 64 * 1024;
    private readonly byte[] _chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
    private readonly byte[] _text = ArrayPool<byte>.Shared.Rent(ChunkSize + 8);
    private readonly byte[] _bytes = ArrayPool<byte>.Shared.Rent(ChunkSize);
    private State _state;
    private int _matched;

    // 0: none; 1: behind a backslash; 2 to 5: so many of the four digits are left.
    private int _escape;
    private int _escaped;
    private int _chunkAt;
    private int _chunkEnd;
    private int _textLength;
    private int _bytesAt;
    private int _bytesEnd;
    private bool _disposed;

    private enum State
    {
        Seeking,
        Colon,
        Quote,
        Inside,
        Done,
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_bytesAt == _bytesEnd)
        {
            if (_state == State.Done)
                return 0;
            if (_chunkAt == _chunkEnd)
            {
                (_chunkAt, _chunkEnd) = (0, await json.ReadAsync(_chunk.AsMemory(0, ChunkSize), cancellationToken).ConfigureAwait(false));
                if (_chunkEnd == 0)
                    throw new InvalidDataException(_state == State.Inside ? "The file breaks off." : "The answer holds no file.");
            }

            Take();
        }

        var count = Math.Min(buffer.Length, _bytesEnd - _bytesAt);
        _bytes.AsMemory(_bytesAt, count).CopyTo(buffer);
        _bytesAt += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            json.Dispose();
            ArrayPool<byte>.Shared.Return(_chunk);
            ArrayPool<byte>.Shared.Return(_text);
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        base.Dispose(disposing);
    }

    private void Take()
    {
        while (_chunkAt < _chunkEnd && _state != State.Inside)
            _state = Next(_chunk[_chunkAt++]);
        if (_state != State.Inside)
            return;
        while (_chunkAt < _chunkEnd)
        {
            var c = _chunk[_chunkAt++];
            if (c == '"')
            {
                _state = State.Done;
                break;
            }

            if (_escape > 0)
                Unescape(c);
            else if (c == '\\')
                _escape = 1;
            else if (c is not ((byte)'\n' or (byte)'\r'))
                _text[_textLength++] = c;
        }

        Decode(isFinal: _state == State.Done);
    }

    /// <summary>Some writers put a backslash before every slash, others write a plus as <c>\u002B</c>.</summary>
    private void Unescape(byte c)
    {
        if (_escape == 1)
        {
            _escaped = 0;
            _escape = c == 'u' ? 2 : 0;
            if (c == '/')
                _text[_textLength++] = c;
            return;
        }

        _escaped = (_escaped << 4) | (char.IsAsciiHexDigit((char)c) ? Convert.ToInt32(((char)c).ToString(), 16) : 0xF00);
        if (++_escape < 6)
            return;
        _escape = 0;
        // A character that no base64 holds makes the decoder say so.
        _text[_textLength++] = _escaped < 0x80 ? (byte)_escaped : (byte)'!';
    }

    private State Next(byte c)
    {
        switch (_state)
        {
            case State.Seeking:
                _matched = c == Member[_matched] ? _matched + 1 : c == Member[0] ? 1 : 0;
                if (_matched < Member.Length)
                    return State.Seeking;
                _matched = 0;
                return State.Colon;
            case State.Colon when c == ':':
                return State.Quote;
            case State.Quote when c == '"':
                return State.Inside;
            case State.Colon or State.Quote when c is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n':
                return _state;
            default:
                // The word as a value, or the member with something else than a text.
                _matched = c == Member[0] ? 1 : 0;
                return State.Seeking;
        }
    }

    private void Decode(bool isFinal)
    {
        var status = Base64.DecodeFromUtf8(_text.AsSpan(0, _textLength), _bytes, out var consumed, out var written, isFinal);
        if (status is OperationStatus.InvalidData or OperationStatus.DestinationTooSmall || (isFinal && status != OperationStatus.Done))
            throw new InvalidDataException("The file is not base64.");
        _text.AsSpan(consumed, _textLength - consumed).CopyTo(_text);
        _textLength -= consumed;
        (_bytesAt, _bytesEnd) = (0, written);
    }
}
