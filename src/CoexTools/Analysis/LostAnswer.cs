using System.Globalization;
using CoexTools.Names;

namespace CoexTools.Analysis;

/// <summary>A request that succeeds before a change and fails after it, with every server where it starts and ends alike.</summary>
/// <param name="Domain">The domain that the request is for.</param>
/// <param name="Service">The service.</param>
/// <param name="Origins">The servers where the request starts.</param>
/// <param name="Outage">The state of the network, in words.</param>
/// <param name="Before">The outcome before the change.</param>
/// <param name="After">The outcome after the change.</param>
internal sealed record LostAnswer(
    string Domain, CoexistenceService Service, IReadOnlyList<NotesName> Origins, string Outage, string Before, string After)
{
    private const int NamedOrigins = 3;

    /// <summary>The loss in one line, such as <c>Mail for 'BTEx' from Hub01/Acme with DominoA/Acme down: Delivered at …</c>.</summary>
    public override string ToString() => $"{Service.Described()} for '{Domain}' from {From(Origins)} with {Outage}: {Before} before, {After} after";

    /// <summary>Servers in words: all of them where they are few, else how many there are, and the first.</summary>
    public static string From(IReadOnlyList<NotesName> origins) => origins.Count <= NamedOrigins
        ? string.Join(", ", origins)
        : string.Format(CultureInfo.InvariantCulture, "{0:N0} servers ({1}, ...)", origins.Count, origins[0]);
}
