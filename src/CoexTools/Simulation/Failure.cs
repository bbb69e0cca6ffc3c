namespace CoexTools.Simulation;

/// <summary>Represents a component that fails, and how.</summary>
/// <param name="Component">The component.</param>
/// <param name="IsBusy">Specifies whether it is busy, not down.</param>
internal sealed record Failure(Component Component, bool IsBusy = false)
{
    /// <summary>
    /// Gets the failure as a sentence names it: <c>DominoA/Acme down</c>, <c>the link between Hub01/Acme and
    /// DominoA/Acme down</c>.
    /// </summary>
    public string Description => Component.Kind switch
    {
        ComponentKind.HttpLeg => $"the HTTP connection of {Component.Server} down",
        ComponentKind.SmtpLeg => $"the SMTP connection of {Component.Server} down",
        ComponentKind.Link => $"the link between {Component.Server} and {Component.Other} down",
        _ => $"{Component.Server} {(IsBusy ? "busy" : "down")}",
    };

    /// <summary>Returns all combinations of a number of failures, in the order of the failures.</summary>
    public static IEnumerable<IReadOnlyList<Failure>> Combinations(IReadOnlyList<Failure> failures, int count)
    {
        int[] places = [.. Enumerable.Range(0, count)];
        while (count <= failures.Count)
        {
            yield return [.. places.Select(place => failures[place])];
            int last = count - 1;
            while (last >= 0 && places[last] == failures.Count - count + last)
                last--;
            if (last < 0)
                yield break;
            places[last]++;
            for (int i = last + 1; i < count; i++)
                places[i] = places[i - 1] + 1;
        }
    }

    /// <summary>Returns the component, and whether it is busy: <c>DominoA/Acme (busy)</c>.</summary>
    public override string ToString() => IsBusy ? $"{Component} (busy)" : Component.ToString();
}
