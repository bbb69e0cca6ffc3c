namespace CoexTools.Sources.Rest;

/// <summary>A request could not be sent, or its answer could not be received.</summary>
/// <param name="reason">The reason.</param>
/// <param name="isCut">Specifies whether the server answered, but the connection ended before the answer was
/// complete.</param>
/// <param name="isTimeout">Specifies whether the time limit was exceeded.</param>
/// <param name="inner">The cause.</param>
internal sealed class TransferException(
    string reason, bool isCut, bool isTimeout, Exception? inner) : Exception(reason, inner)
{
    public bool IsCut => isCut;

    public bool IsTimeout => isTimeout;
}
