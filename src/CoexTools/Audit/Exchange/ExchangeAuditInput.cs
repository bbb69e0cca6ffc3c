using CoexTools.Model;

namespace CoexTools.Audit.Exchange;

/// <summary>Represents what an audit of Exchange knows beside the objects.</summary>
/// <param name="DominoDomains">The SMTP domains of the Domino users.</param>
/// <param name="Now">The time for which the audit is made.</param>
internal sealed record ExchangeAuditInput(IReadOnlyList<string> DominoDomains, DateTimeOffset Now)
{
    /// <summary>Gets the application ids of the coexistence software in Microsoft Entra ID.</summary>
    public IReadOnlyList<Guid> ApplicationIds { get; init; } = [];

    /// <summary>Gets the user agents of the coexistence software.</summary>
    public IReadOnlyList<string> UserAgents { get; init; } = [];

    /// <summary>
    /// Gets the environment of objects that do not show their environment; null for the assumption that they come from
    /// Exchange Online.
    /// </summary>
    public ExchangeEnvironment? Environment { get; init; }

    /// <summary>Gets the kinds of which Exchange has no object if the input has none.</summary>
    public IReadOnlyCollection<ExchangeObjectKind> QueriedKinds { get; init; } = [];

    /// <summary>Gets the Domino Directory; null if it was not specified.</summary>
    public DirectorySnapshot? Directory { get; init; }
}
