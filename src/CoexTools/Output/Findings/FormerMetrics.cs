using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CoexTools.Output.Findings;

/// <summary>
/// Represents the metrics in the file that a run replaces. If the run failed, those without a new value are the last
/// known ones, and are written again with a mark.
/// </summary>
internal sealed class FormerMetrics
{
    /// <summary>The label of a value that an earlier run measured.</summary>
    public const string StaleLabel = "stale=\"true\"";

    // In bytes. The metrics of a large directory have about a hundred thousand.
    private const int LargestFile = 16 << 20;

    private static readonly Regex Line = new(
        """^(?<name>coextools_[a-z_]+)(?<labels>\{(?:[a-z_]+="(?:[^"\\\n]|\\.)*",?)+\})? (?<value>[-+0-9.eE]+)$""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    private readonly ILookup<string, (string Labels, double Value)> _samples;

    private FormerMetrics(ILookup<string, (string Labels, double Value)> samples) => _samples = samples;

    /// <summary>Gets the metrics of a file that does not exist.</summary>
    public static FormerMetrics None { get; } = Parse("");

    /// <summary>
    /// Gets when the last successful run ended, in seconds since 1970-01-01 UTC; null if it is not known.
    /// </summary>
    public double? LastSuccess => Only(PrometheusWriter.LastSuccess)
        // Version 0.2.0 did not write this metric.
        ?? (Only(PrometheusWriter.Success) == 1 ? Only(PrometheusWriter.Timestamp) : null);

    /// <summary>Reads a file. Lines that are not metrics of CoexTools are ignored.</summary>
    public static FormerMetrics Read(string path)
    {
        try
        {
            return File.Exists(path) && new FileInfo(path).Length <= LargestFile
                ? Parse(File.ReadAllText(path, Encoding.UTF8)) : None;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return None; // The command that replaces the file reports the error.
        }
    }

    /// <summary>Reads a text.</summary>
    public static FormerMetrics Parse(string text) => new(
        (from line in text.Split('\n')
         let match = Line.Match(line)
         where match.Success
         select (Name: match.Groups["name"].Value, Labels: match.Groups["labels"].Value,
             Value: double.TryParse(
                 match.Groups["value"].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                 ? value : double.NaN))
        .Where(sample => !double.IsNaN(sample.Value))
        .ToLookup(sample => sample.Name, sample => (sample.Labels, sample.Value), StringComparer.Ordinal));

    /// <summary>Returns the values of a metric, with the mark that they are those of an earlier run.</summary>
    /// <param name="name">The name of the metric.</param>
    /// <param name="known">The labels for which the run has a value of its own.</param>
    public IEnumerable<(string Labels, double Value)> Stale(string name, IEnumerable<string> known)
    {
        var marked = new HashSet<string>(known.Select(Mark), StringComparer.Ordinal);
        return from sample in _samples[name]
               let labels = Mark(sample.Labels)
               where !marked.Contains(labels)
               select (labels, sample.Value);
    }

    private static string Mark(string labels) =>
        labels.Length == 0 ? $"{{{StaleLabel}}}"
        : labels.EndsWith(StaleLabel + "}", StringComparison.Ordinal) ? labels
        : $"{labels.Substring(0, labels.Length - 1).TrimEnd(',')},{StaleLabel}}}";

    private double? Only(string name) =>
        _samples[name].Where(sample => sample.Labels.Length == 0).Select(sample => (double?)sample.Value)
            .FirstOrDefault();
}
