namespace CoexTools.Audit.Repair;

/// <summary>Specifies why a repair leaves a domain, or all domains, as they are.</summary>
/// <param name="Domain">The domain; null for a problem that prevents the whole repair.</param>
/// <param name="Error">The error.</param>
internal sealed record RepairProblem(string? Domain, CoexException Error);
