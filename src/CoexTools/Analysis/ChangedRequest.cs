using System.Globalization;
using CoexTools.Names;
using CoexTools.Simulation;

namespace CoexTools.Analysis;

/// <summary>
/// Represents a request that ends differently after a change, with every server where it starts and ends alike.
/// </summary>
/// <param name="Domain">The domain that the request is for.</param>
/// <param name="Service">The service.</param>
/// <param name="Origins">The servers where the request starts.</param>
/// <param name="Outage">The state of the network, in words.</param>
/// <param name="Before">The outcome before the change.</param>
/// <param name="After">The outcome after the change.</param>
/// <param name="IsWithEverythingUp">Specifies whether nothing fails in the network.</param>
internal sealed record ChangedRequest(
    string Domain, CoexistenceService Service, IReadOnlyList<NotesName> Origins, string Outage, string Before,
    string After, bool IsWithEverythingUp)
{
    private const int NamedOrigins = 3;

    /// <summary>Gets the request in words: <c>Mail for 'BTEx' from Hub01/Acme with DominoA/Acme down</c>.</summary>
    public string Request => $"{Service.Described()} for '{Domain}' from {From} with {Outage}";

    /// <summary>Gets the servers in words: all of them if they are few, else their number and the first.</summary>
    public string From => Origins.Count <= NamedOrigins
        ? string.Join(", ", Origins)
        : string.Format(CultureInfo.InvariantCulture, "{0:N0} servers ({1}, ...)", Origins.Count, Origins[0]);

    /// <summary>
    /// Returns the change in one line, such as <c>Mail for 'BTEx' from Hub01/Acme with DominoA/Acme down: Delivered at
    /// ... before, Loop at ... after</c>.
    /// </summary>
    public override string ToString() => $"{Request}: {Before} before, {After} after";
}
