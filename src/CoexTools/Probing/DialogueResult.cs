namespace CoexTools.Probing;

/// <summary>What a dialogue with a server found.</summary>
/// <param name="Status">The status.</param>
/// <param name="Reason">What was found, in sentences.</param>
/// <param name="AnsweredName">The name by which the server identified itself; null if it did not.</param>
/// <param name="StartTls">Whether the server offers STARTTLS; null if unknown.</param>
internal sealed record DialogueResult(
    ProbeStatus Status, string Reason, string? AnsweredName = null, bool? StartTls = null);
