using CoexTools.Names;

namespace CoexTools.Analysis;

/// <summary>How likely a kind of component is in one state: one number for all, and others for some.</summary>
/// <param name="Default">The probability, from 0 to 1, of all that have none of their own.</param>
internal sealed record Odds(double Default)
{
    /// <summary>Gets the probabilities of servers, or of their connections, that differ from the default.</summary>
    public IReadOnlyDictionary<NotesName, double> ByServer { get; init; } = new Dictionary<NotesName, double>();

    /// <summary>
    /// Gets the probabilities of links that differ from the default, with the ends in either order; null for none.
    /// </summary>
    public IReadOnlyDictionary<(NotesName One, NotesName Other), double>? ByLink { get; init; }

    /// <summary>Gets the servers whose probability, or that of a link to them, differs from the default.</summary>
    public IEnumerable<NotesName> Specified => ByServer.Count == 0 && ByLink is null ? [] : ByServer.Keys
        .Concat(ByLink is null ? [] : ByLink.Keys.SelectMany(link => new[] { link.One, link.Other }));

    public double Of(NotesName server) =>
        ByServer.Count > 0 && ByServer.TryGetValue(server, out double own) ? own : Default;

    public double Of(NotesName one, NotesName other) => ByLink is null ? Default
        : ByLink.TryGetValue((one, other), out double own) || ByLink.TryGetValue((other, one), out own) ? own : Default;
}
