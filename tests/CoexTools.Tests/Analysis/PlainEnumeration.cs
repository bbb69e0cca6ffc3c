namespace CoexTools.Tests;

/// <summary>A component of a plain network: what fails in it, and how likely each of its states is.</summary>
/// <param name="Name">The component, as the library writes it.</param>
/// <param name="Kind">server, http, smtp or link.</param>
/// <param name="Server">The server, or one end of the link.</param>
/// <param name="Other">The other end of the link.</param>
/// <param name="Chances">The probability that it works, that it is down, and, where it can be, that it is busy.</param>
internal sealed record PlainComponent(string Name, string Kind, string Server, string? Other, double[] Chances);

/// <summary>What plain enumeration finds.</summary>
internal sealed record PlainOutcome(
    IReadOnlyList<string> CutSets, IReadOnlyList<string> Single, bool IsMonotone, double Availability, int StateCount);

/// <summary>
/// Queries the oracle for each combination of failures in turn. It is slow and literal, and does not use code of the
/// library.
/// </summary>
internal static class PlainEnumeration
{
    public static PlainOutcome Of(IReadOnlyList<PlainComponent> components, Func<PlainNetwork, bool> isReached)
    {
        int count = components.Aggregate(1, (product, component) => product * component.Chances.Length);
        int[][] states = [.. Enumerable.Range(0, count).Select(number => Digits(number, components))];
        bool[] reached = [.. states.Select(state => isReached(Network(state, components)))];
        var minimal = new List<int[]>();
        foreach ((int[] state, _) in states.Zip(reached).Where(pair => !pair.Second)
            .OrderBy(pair => pair.First.Count(digit => digit > 0)))
        {
            if (!minimal.Any(smaller => IsWithin(smaller, state)))
                minimal.Add(state);
        }
        bool isMonotone = !minimal.Any(
            smaller => states.Zip(reached).Any(pair => pair.Second && IsWithin(smaller, pair.First)));
        // The smallest first, so that the sum loses nothing that a test could notice.
        double availability = states.Zip(reached).Where(pair => pair.Second)
            .Select(pair => pair.First.Select((digit, place) => components[place].Chances[digit])
                .Aggregate(1.0, (product, chance) => product * chance))
            .Order().Sum();
        return new PlainOutcome(
            [.. minimal.Select(set => Write(set, components)).Order(StringComparer.OrdinalIgnoreCase)],
            [
                .. minimal.Where(set => set.Count(digit => digit > 0) == 1).Select(set => Write(set, components))
                    .Order(StringComparer.OrdinalIgnoreCase),
            ],
            isMonotone, availability, count);
    }

    private static int[] Digits(int number, IReadOnlyList<PlainComponent> components)
    {
        int[] digits = new int[components.Count];
        for (int i = 0; i < digits.Length; i++)
        {
            digits[i] = number % components[i].Chances.Length;
            number /= components[i].Chances.Length;
        }
        return digits;
    }

    private static bool IsWithin(int[] smaller, int[] larger) =>
        smaller.Zip(larger).All(pair => pair.First == 0 || pair.First == pair.Second);

    private static string Write(int[] state, IReadOnlyList<PlainComponent> components) => string.Join(", ", state
        .Select((digit, place) => (digit, place)).Where(at => at.digit > 0)
        .Select(at => components[at.place].Name + (at.digit == 2 ? " (busy)" : ""))
        .Order(StringComparer.OrdinalIgnoreCase));

    private static PlainNetwork Network(int[] state, IReadOnlyList<PlainComponent> components)
    {
        List<(PlainComponent Component, int Digit)> failed = [.. components.Zip(state).Where(pair => pair.Second > 0)];
        return new PlainNetwork(
            Servers("server", 1), Servers("server", 2),
            [.. failed.Where(pair => pair.Component.Kind == "link")
                .Select(pair => (pair.Component.Server, pair.Component.Other!))],
            Servers("http", 1), Servers("smtp", 1));

        List<string> Servers(string kind, int digit) =>
            [.. failed.Where(pair => pair.Component.Kind == kind && pair.Digit == digit)
                .Select(pair => pair.Component.Server)];
    }
}
