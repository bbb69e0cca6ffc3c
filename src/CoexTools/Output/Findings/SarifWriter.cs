using System.Globalization;
using System.Text;
using CoexTools.Audit;
using CoexTools.Files;
using CoexTools.Json;
using CoexTools.Text;

namespace CoexTools.Output.Findings;

/// <summary>
/// Writes findings in the Static Analysis Results Interchange Format (SARIF) 2.1.0, for code scanning and its viewers.
/// </summary>
internal static class SarifWriter
{
    private const string Schema =
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    // The name that code scanning uses for the root of the repository.
    private const string Root = "%SRCROOT%";

    private static readonly string[] Tags = ["coexistence"];
    private static readonly string[] Roles = ["analysisTarget"];

    /// <summary>Writes a run.</summary>
    public static string Write(FindingRun run)
    {
        List<CoexistenceFinding> results =
            [.. run.Findings.Where(finding =>
                finding.Outcome is FindingOutcome.Fail or FindingOutcome.Accepted || run.IncludesPassed)];
        List<CoexistenceFinding> rules =
            [.. results.Concat(run.NotChecked).GroupBy(finding => finding.Rule, StringComparer.Ordinal)
                .Select(same => same.First())
                .OrderBy(finding => finding.Rule, StringComparer.Ordinal)];
        List<string> files = [.. run.Findings.Select(finding => finding.Path).OfType<string>().Distinct()];
        Dictionary<string, int> indexOfRule = Index(rules.Select(finding => finding.Rule));
        Dictionary<string, int> indexOfFile = Index(files);
        var prints = new Dictionary<string, int>();
        return JsonWriter.WriteIndented(JsonValue.Of(new JsonObject
        {
            { "$schema", Schema },
            { "version", "2.1.0" },
            {
                "runs", new[]
                {
                    new JsonObject
                    {
                        { "tool", new JsonObject { { "driver", Driver(run, rules) } } },
                        { "originalUriBaseIds", files.Any(path => File(run, path).IsRelative) ? Roots() : null },
                        { "columnKind", "utf16CodeUnits" },
                        { "invocations", new[] { Invocation(run, indexOfRule) } },
                        { "artifacts", files.Select(path => Artifact(File(run, path))) },
                        { "results", results.Select(
                            finding => Result(run, finding, indexOfRule, indexOfFile, prints)) },
                    },
                }
            },
        }));
    }

    private static Dictionary<string, int> Index(IEnumerable<string> names) =>
        names.Select((name, index) => (name, index)).ToDictionary(one => one.name, one => one.index);

    private static CheckedFile File(FindingRun run, string path) =>
        run.Files.TryGetValue(path, out CheckedFile? file)
            ? file : CheckedFile.Describe(path, path, Path.DirectorySeparatorChar == '\\');

    private static JsonObject Roots() => new()
    {
        { Root, new JsonObject { { "description", Message("The folder in which the command ran.") } } },
    };

    private static JsonObject Driver(FindingRun run, IEnumerable<CoexistenceFinding> rules) => new()
    {
        { "name", "CoexTools" },
        { "version", run.Version },
        { "semanticVersion", run.Version },
        { "rules", rules.Select(finding => Rule(finding, run.Rules.FirstOrDefault(rule => rule.Id == finding.Rule))) },
    };

    // A rule that this version does not have can be that of a finding from another version.
    private static JsonObject Rule(CoexistenceFinding finding, CoexistenceRule? rule)
    {
        string description = VisibleText.Of(rule?.Description ?? finding.Name);
        string? recommendation = VisibleText.Of(rule?.Recommendation ?? "") is { Length: > 0 } text ? text : null;
        string? source = (rule?.Source ?? finding.Source) is { } named ? VisibleText.Of(named) : null;
        Basis basis = rule?.Basis ?? finding.Basis;
        FindingSeverity severity = rule?.Severity ?? finding.Severity;
        string help = string.Join("\n\n", new[]
        {
            description, recommendation is null ? null : $"To repair: {recommendation}", $"Basis: {basis}.",
            source is null ? null : $"Source: {source}",
        }.Where(line => line is not null));
        return new JsonObject
        {
            { "id", VisibleText.Of(finding.Rule) },
            { "name", VisibleText.Of(rule?.Name ?? finding.Name) },
            { "shortDescription", Message(description) },
            { "fullDescription", Message(description) },
            { "helpUri", IsWebPage(rule?.Source) ? rule!.Source : null },
            { "defaultConfiguration", new JsonObject { { "level", Level(severity) } } },
            { "help", new JsonObject { { "text", Text(help) }, { "markdown", Braces(Escaped.Markdown(help)) } } },
            {
                "properties", new JsonObject
                {
                    { "basis", basis.ToString() },
                    { "repairable", rule?.Repairable },
                    { "precision",
                        basis switch { Basis.Documented => "very-high", Basis.Inferred => "high", _ => "medium" } },
                    { "problem.severity", severity switch
                        { FindingSeverity.Error => "error", FindingSeverity.Warning => "warning", _ =>
                            "recommendation" } },
                    { "tags", Tags },
                }
            },
        };
    }

    private static JsonObject Invocation(FindingRun run, Dictionary<string, int> rules)
    {
        List<JsonObject> notifications =
        [
            .. run.NotAudited.Select(finding => Notification(finding, "error", rules)),
            .. run.NotChecked.Select(finding => Notification(finding, "warning", rules)),
        ];
        if (run.HasFailed)
            notifications.Add(
                new JsonObject { { "level", "error" },
                    { "message", Message("The run failed. Findings may be missing.") } });
        return new JsonObject
        {
            { "executionSuccessful", !run.HasFailed },
            { "endTimeUtc", run.Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture) },
            { "toolExecutionNotifications", notifications.Count > 0 ? notifications : null },
        };
    }

    private static JsonObject Notification(
        CoexistenceFinding finding, string level, Dictionary<string, int> rules) => new()
    {
        { "level", level },
        { "message", Message(FindingText.Reason(finding)) },
        { "associatedRule",
            new JsonObject { { "id", VisibleText.Of(finding.Rule) }, { "index", rules[finding.Rule] } } },
    };

    private static JsonObject Artifact(CheckedFile file) => new()
    {
        { "location", Location(file) },
        { "length", file.Length },
        { "roles", Roles },
        { "hashes", file.Sha256 is null ? null : new JsonObject { { "sha-256", file.Sha256 } } },
    };

    private static JsonObject Location(CheckedFile file, int? index = null) => new()
    {
        { "uri", file.Uri },
        { "uriBaseId", file.IsRelative ? Root : null },
        { "index", index },
    };

    private static JsonObject Result(
        FindingRun run, CoexistenceFinding finding, Dictionary<string, int> rules, Dictionary<string, int> files,
        Dictionary<string, int> prints)
    {
        bool isProblem = finding.Outcome is FindingOutcome.Fail or FindingOutcome.Accepted;
        string text = FindingText.Recommendation(finding) is { } recommendation && isProblem
            ? $"{FindingText.Reason(finding)} {recommendation}" : FindingText.Reason(finding);
        return new JsonObject
        {
            { "ruleId", VisibleText.Of(finding.Rule) },
            { "ruleIndex", rules[finding.Rule] },
            { "kind", Kind(finding.Outcome) },
            { "level", isProblem ? Level(finding.Severity) : "none" },
            { "message", Message(text) },
            { "locations", new[] { Location(run, finding, files) } },
            { "suppressions", finding.Outcome == FindingOutcome.Accepted ? new[] { Suppression(finding) } : null },
            { "partialFingerprints",
                new JsonObject { { "primaryLocationLineHash", Fingerprint(run, finding, prints) } } },
            {
                "properties", new JsonObject
                {
                    { "domain", Visible(finding.Domain) },
                    { "document", Visible(finding.Document) },
                    { "server", Visible(finding.Server) },
                    { "item", Visible(finding.Item) },
                    { "objectKind", Visible(finding.ObjectKind) },
                    { "objectName", Visible(finding.ObjectName) },
                    { "basis", finding.Basis.ToString() },
                    { "repairable", finding.Repairable },
                    { "evidence", finding.Evidence.Count == 0 ? null : finding.Evidence.Select(VisibleText.Of) },
                }
            },
        };
    }

    private static JsonObject Suppression(CoexistenceFinding finding) => new()
    {
        { "kind", "external" },
        { "status", "accepted" },
        { "justification", Text(VisibleText.Of(finding.Evidence.FirstOrDefault() ?? "accepted")) },
    };

    private static JsonObject Location(FindingRun run, CoexistenceFinding finding, Dictionary<string, int> files)
    {
        JsonObject? physical = finding.Path is not { } path ? null : new JsonObject
        {
            { "artifactLocation", Location(File(run, path), files[path]) },
            { "region", finding.Line is { } line ? new JsonObject { { "startLine", line } } : null },
        };
        string subject = FindingText.Subject(finding);
        return new JsonObject
        {
            { "physicalLocation", physical },
            { "logicalLocations",
                new[] { new JsonObject { { "fullyQualifiedName", subject }, { "kind", "resource" } } } },
        };
    }

    // The same finding has the same value in every run, whatever else changes in the file. The hash of the line would
    // change with each edit of the document, because the times of the document are in the next lines.
    private static string Fingerprint(FindingRun run, CoexistenceFinding finding, Dictionary<string, int> prints)
    {
        string identity = string.Join("\n", new[]
        {
            finding.Rule, finding.Path is { } path
                ? File(run, path).Uri : "", finding.Domain?.ToUpperInvariant(), finding.Document,
            finding.Server?.ToUpperInvariant(), finding.Item, finding.ObjectKind, finding.ObjectName,
        });
        string print = Sha256.Of(Encoding.UTF8.GetBytes(identity)).Substring(0, 16);
        prints.TryGetValue(print, out int before);
        prints[print] = before + 1;
        return FormattableString.Invariant($"{print}:{before + 1}");
    }

    private static bool IsWebPage(string? source) =>
        Uri.TryCreate(source, UriKind.Absolute, out Uri? page)
            && (page.Scheme == Uri.UriSchemeHttps || page.Scheme == Uri.UriSchemeHttp);

    private static string Kind(FindingOutcome outcome) => outcome switch
    {
        FindingOutcome.Fail or FindingOutcome.Accepted => "fail",
        FindingOutcome.Pass => "pass",
        FindingOutcome.NotApplicable => "notApplicable",
        _ => "open", // There was not enough information to decide.
    };

    private static string Level(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Error => "error",
        FindingSeverity.Warning => "warning",
        _ => "note",
    };

    private static string? Visible(string? text) => text is null ? null : VisibleText.Of(text);

    private static JsonObject Message(string text) => new() { { "text", Text(text) } };

    // In a message of SARIF, braces are placeholders, and [text](target) is a link.
    private static string Text(string text)
    {
        string plain = Braces(text);
        return plain.Contains("](") ? plain.Replace("\\", "\\\\").Replace("[", "\\[").Replace("]", "\\]") : plain;
    }

    private static string Braces(string text) => text.Replace("{", "{{").Replace("}", "}}");
}
