namespace CoexTools.Probing;

/// <summary>Specifies the progress of a probe.</summary>
internal enum ProbeStage
{
    /// <summary>The host name is being resolved.</summary>
    Resolving,

    /// <summary>A connection is being opened.</summary>
    Connecting,

    /// <summary>The connection is open, and no byte was received.</summary>
    Connected,

    /// <summary>At least one byte was received.</summary>
    Answering,
}
