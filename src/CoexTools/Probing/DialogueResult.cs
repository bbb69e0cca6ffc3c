namespace CoexTools.Probing;

/// <summary>The result of a dialogue with a server.</summary>
/// <param name="Status">The status.</param>
/// <param name="Reason">The reason, in sentences.</param>
/// <param name="AnsweredName">The name by which the server identified itself; null if it did not.</param>
/// <param name="StartTls">Specifies whether the server offers STARTTLS; null if unknown.</param>
internal sealed record DialogueResult(
    ProbeStatus Status, string Reason, string? AnsweredName = null, bool? StartTls = null);
