namespace ChatFlow.Core.Channels;

/// <summary>
/// A body that knows whether its writing has begun. Until then the provider has at most the head of a request, which it
/// cannot act upon: that is the proof that nothing was sent.
/// </summary>
internal abstract class TrackedContent : HttpContent
{
    private volatile bool _started;

    public bool Started
    {
        get => _started;
        protected set => _started = value;
    }
}
