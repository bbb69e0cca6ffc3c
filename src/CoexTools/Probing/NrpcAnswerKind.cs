namespace CoexTools.Probing;

/// <summary>Specifies the kind of an NRPC answer.</summary>
internal enum NrpcAnswerKind
{
    /// <summary>More bytes are required.</summary>
    Incomplete,

    /// <summary>The bytes do not have the format of an answer.</summary>
    NotDomino,

    /// <summary>An answer of a Domino server.</summary>
    Domino,
}
