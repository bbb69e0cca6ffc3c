using System.Globalization;

namespace CoexTools.Output.Diagrams;

/// <summary>Writes numbers in a few words.</summary>
internal static class Numbers
{
    /// <summary>Returns numbers in ascending order with ranges: <c>1, 3-5</c>.</summary>
    public static string Of(IReadOnlyList<int> numbers)
    {
        var parts = new List<string>();
        for (int i = 0; i < numbers.Count;)
        {
            int last = i;
            while (last + 1 < numbers.Count && numbers[last + 1] == numbers[last] + 1)
                last++;
            parts.Add(last - i < 2 ? Text(numbers[i]) : $"{Text(numbers[i])}-{Text(numbers[last])}");
            i = last - i < 2 ? i + 1 : last + 1;
        }
        return string.Join(", ", parts);

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
