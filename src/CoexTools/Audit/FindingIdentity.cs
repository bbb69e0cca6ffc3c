namespace CoexTools.Audit;

/// <summary>Represents what identifies a finding in its directory, before and after a change.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Domain">The domain.</param>
/// <param name="Document">The key of the document.</param>
/// <param name="Server">The server.</param>
/// <param name="Aspect">Specifies what distinguishes findings of one rule that are otherwise alike, such as a service
/// or an entry.</param>
internal sealed record FindingIdentity(string Rule, string? Domain, int? Document, string? Server, string? Aspect);
