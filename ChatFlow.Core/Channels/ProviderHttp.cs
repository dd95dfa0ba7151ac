using System.Globalization;
using System.Text.Json;
using ChatFlow.Core.Common;
using ChatFlow.Core.Security;

namespace ChatFlow.Core.Channels;

/// <summary>One call to a provider: bounded in time and in bytes, and every way to fail is a value.</summary>
internal static class ProviderHttp
{
    private const int MaximumBytes = 1024 * 1024;

    /// <summary>
    /// Sends once; it never tries again. Throws only when <paramref name="ct"/> is cancelled before anything was begun:
    /// later the outcome must be recorded.
    /// </summary>
    public static async Task<ProviderReply> CallAsync(
        HttpClient client, HttpRequestMessage request, TimeSpan limit, CancellationToken ct, int maximumBytes = MaximumBytes)
    {
        ct.ThrowIfCancellationRequested();
        var content = request.Content as TrackedContent;
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timer.CancelAfter(limit);
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timer.Token).ConfigureAwait(false);
            var json = await BodyAsync(response, maximumBytes, timer.Token).ConfigureAwait(false);
            return new ProviderReply.Answer((int)response.StatusCode, json, RetryAfter(response));
        }
        catch (OutboundRefusedException e)
        {
            return new ProviderReply.Failure("address_refused", e.Message, NotSent: true, Permanent: true);
        }
        catch (HttpRequestException e)
        {
            var notSent = content?.Started != true
                || e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError;
            return new ProviderReply.Failure(SnakeCase.Of(e.HttpRequestError.ToString()), Words(e.HttpRequestError, notSent), notSent);
        }
        catch (OperationCanceledException)
        {
            var notSent = content?.Started != true;
            return new ProviderReply.Failure(
                "timeout", notSent ? "The provider could not be reached in time." : "The provider did not answer in time.", notSent);
        }
    }

    /// <summary>
    /// The answer with its body still to be read: the caller counts the bytes and disposes it. Ends, like a call, in an
    /// answer that is no success or in a failure.
    /// </summary>
    /// <param name="limit">Until the head of the answer.</param>
    public static async Task<(HttpResponseMessage? Opened, ProviderReply? Otherwise)> OpenAsync(
        HttpClient client, HttpRequestMessage request, TimeSpan limit, CancellationToken ct)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timer.CancelAfter(limit);
        client.Timeout = Timeout.InfiniteTimeSpan;
        try
        {
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timer.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
                return (response, null);
            using (response)
                return (null, new ProviderReply.Answer((int)response.StatusCode, await BodyAsync(response, MaximumBytes, timer.Token).ConfigureAwait(false), RetryAfter(response)));
        }
        catch (OutboundRefusedException e)
        {
            return (null, new ProviderReply.Failure("address_refused", e.Message, NotSent: true, Permanent: true));
        }
        catch (HttpRequestException e)
        {
            return (null, new ProviderReply.Failure(SnakeCase.Of(e.HttpRequestError.ToString()), Words(e.HttpRequestError, notSent: true), NotSent: true));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (null, new ProviderReply.Failure("timeout", "The provider did not answer in time.", NotSent: true));
        }
    }

    /// <summary>The body as JSON; undefined when it breaks off, is larger than anyone means it to be, or is something else.</summary>
    private static async Task<JsonElement> BodyAsync(HttpResponseMessage response, int maximumBytes, CancellationToken ct)
    {
        try
        {
            using var buffer = new MemoryStream();
            var stream = await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
            var chunk = new byte[16 * 1024];
            for (int read; (read = await stream.ReadAsync(chunk, ct).ConfigureAwait(false)) > 0;)
            {
                if (buffer.Length + read > maximumBytes)
                    return default;
                buffer.Write(chunk, 0, read);
            }

            using var document = WebhookJson.OpenAny(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
            return document?.RootElement.Clone() ?? default;
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            // The status line is an answer all the same; whether it is enough, the channel decides.
            return default;
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Retry-After", out var values)
        && int.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && seconds is > 0 and <= 86_400
            ? TimeSpan.FromSeconds(seconds)
            : null;

    // The exception's own text may hold addresses inside our network.
    private static string Words(HttpRequestError error, bool notSent) => error switch
    {
        HttpRequestError.NameResolutionError => "The provider's name could not be resolved.",
        HttpRequestError.ConnectionError => "The provider refused the connection.",
        HttpRequestError.SecureConnectionError => "No secure connection to the provider could be made.",
        _ when notSent => "The provider could not be reached.",
        _ => "The connection broke before the provider answered.",
    };
}
