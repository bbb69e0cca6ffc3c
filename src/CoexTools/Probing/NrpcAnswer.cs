using CoexTools.Names;

namespace CoexTools.Probing;

/// <summary>An answer over NRPC.</summary>
/// <param name="Kind">The kind of the answer.</param>
/// <param name="Name">The name of the server that answered; null if the answer does not contain a readable
/// name.</param>
internal readonly record struct NrpcAnswer(NrpcAnswerKind Kind, NotesName? Name = null);
