using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace ChatFlow.Benchmarks;

/// <summary>
/// One connection that posts signed Meta webhooks, each with a message of its own, one after the other. It shares the
/// machine with what is measured, so it costs little: the request is one buffer, in which the phone, the id and the
/// signature are written anew.
/// </summary>
internal sealed class WebhookClient : IDisposable
{
    private const int Contacts = 2200;
    private const string Phone = "5511900000000";
    private const int IdBytes = 16;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Request[] _requests;
    private readonly byte[] _answer = new byte[4096];

    private WebhookClient(IReadOnlyList<WebhookTarget> targets) => _requests = [.. targets.Select(t => new Request(t))];

    public static async Task<WebhookClient> ConnectAsync(IReadOnlyList<WebhookTarget> targets)
    {
        var client = new WebhookClient(targets);
        await client._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, targets[0].Address.Port));
        return client;
    }

    /// <summary>Posts a new message; whether it was accepted.</summary>
    public async ValueTask<bool> PostAsync()
    {
        var request = _requests[Random.Shared.Next(_requests.Length)];
        request.Renew();
        for (var sent = 0; sent < request.Bytes.Length;)
            sent += await _socket.SendAsync(request.Bytes.AsMemory(sent));
        for (var read = 0; read < _answer.Length;)
        {
            var more = await _socket.ReceiveAsync(_answer.AsMemory(read));
            if (more == 0)
                throw new IOException("The site closed the connection.");
            read += more;
            // The answers have no body.
            if (_answer.AsSpan(0, read).EndsWith("\r\n\r\n"u8))
                return _answer.AsSpan(0, read).StartsWith("HTTP/1.1 200"u8);
        }

        throw new IOException("The answer is longer than one of a webhook.");
    }

    public void Dispose() => _socket.Dispose();

    private sealed class Request
    {
        private readonly byte[] _secret;
        private readonly int _signature;
        private readonly int _body;
        private readonly int[] _phones;
        private readonly int _id;

        public Request(WebhookTarget target)
        {
            var id = new string('0', IdBytes * 2);
            var body = $$$"""
                {"object":"whatsapp_business_account","entry":[{"id":"{{{target.Number}}}","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550000001","phone_number_id":"{{{target.Number}}}"},"contacts":[{"profile":{"name":"Ana"},"wa_id":"{{{Phone}}}"}],"messages":[{"from":"{{{Phone}}}","id":"wamid.{{{id}}}","timestamp":"{{{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}}","type":"text","text":{"body":"Bom dia, quero saber o preço do plano mensal"}}]}}]}]}
                """;
            var head = $"POST {target.Address.AbsolutePath} HTTP/1.1\r\nHost: {target.Address.Authority}\r\nContent-Type: application/json\r\n"
                + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\nX-Hub-Signature-256: sha256=";
            var signature = new string('0', HMACSHA256.HashSizeInBytes * 2);
            Bytes = Encoding.UTF8.GetBytes($"{head}{signature}\r\n\r\n{body}");
            _secret = target.Secret;
            _signature = Encoding.UTF8.GetByteCount(head);
            _body = _signature + signature.Length + 4;
            var first = Bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Phone));
            _phones = [first, first + 1 + Bytes.AsSpan(first + 1).IndexOf(Encoding.UTF8.GetBytes(Phone))];
            _id = Bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(id + '"'));
        }

        public byte[] Bytes { get; }

        /// <summary>Another message, of one of the contacts.</summary>
        public void Renew()
        {
            Span<byte> id = stackalloc byte[IdBytes];
            Random.Shared.NextBytes(id);
            Convert.TryToHexStringLower(id, Bytes.AsSpan(_id), out _);
            var contact = Random.Shared.Next(Contacts);
            foreach (var phone in _phones)
                contact.TryFormat(Bytes.AsSpan(phone + Phone.Length - 8, 8), out _, "00000000", System.Globalization.CultureInfo.InvariantCulture);
            Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
            HMACSHA256.HashData(_secret, Bytes.AsSpan(_body), signature);
            Convert.TryToHexStringLower(signature, Bytes.AsSpan(_signature), out _);
        }
    }
}

/// <summary>Whom to post to.</summary>
/// <param name="Secret">The app's secret, which signs.</param>
/// <param name="Number">The phone number id.</param>
internal sealed record WebhookTarget(Uri Address, byte[] Secret, string Number);
