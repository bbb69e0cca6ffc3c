using System.Globalization;
using System.IO.Compression;
using System.Text;
using CoexTools.Analysis;
using CoexTools.Json;

namespace CoexTools.Output.Report;

/// <summary>Writes the content of a report as JSON, which a later report is compared with, and reads it.</summary>
internal static class ReportJson
{
    /// <summary>The id of the element of a page that contains the JSON.</summary>
    public const string ElementId = "coextools-report";

    // A later version with another structure gets another number.
    private const int Format = 1;
    private const string Start = $"<script type=\"application/json\" id=\"{ElementId}\">";
    private const string End = "</script>";
    private const string Compressed = "{\"deflate\":\"";
    private const int LargestPlain = 300_000;

    /// <summary>
    /// Returns the element with the content of a report. No browser runs it. The content of a large report is
    /// compressed: most of it repeats itself.
    /// </summary>
    public static string Element(ReportData report)
    {
        string undated = Write(report with { Written = default }); // As long as with the date.
        return Start + (undated.Length > LargestPlain ? Compress(undated, report.Written) : Write(report)) + End;
    }

    /// <summary>Returns the content of a report as JSON without characters that have a meaning in HTML.</summary>
    public static string Write(ReportData report) =>
        JsonWriter.Write(Of(report)).Replace("<", "\\u003C").Replace(">", "\\u003E").Replace("&", "\\u0026");

    /// <summary>Reads the content of a report from its page.</summary>
    /// <exception cref="FormatException">The text is not a report of a known format.</exception>
    public static ReportData Read(string page)
    {
        int start = page.IndexOf(Start, StringComparison.Ordinal);
        int end = start < 0 ? -1 : page.IndexOf(End, start, StringComparison.Ordinal);
        if (end < 0)
            throw new FormatException("It does not contain the data of a report.");
        string content = page.Substring(start + Start.Length, end - start - Start.Length);
        bool isCompressed = content.StartsWith(Compressed, StringComparison.Ordinal);
        JsonValue json = JsonReader.Read(isCompressed ? Decompress(content) : content);
        string format = json["format"]?.Text ?? "";
        if (format != Format.ToString(CultureInfo.InvariantCulture))
            throw new FormatException(
                $"Its data has the format '{CoexException.Shorten(format)}'. This version of CoexTools reads "
                    + $"format {Format}.");
        return new ReportData
        {
            Title = Text(json, "title"),
            Written = Time(Member(isCompressed ? JsonReader.Read(content) : json, "written"))
                ?? throw Missing("written"),
            Version = Text(json, "version"),
            Source = SourceFrom(Member(json, "source")),
            Domains = List(json, "domains", DomainFrom),
            Findings = List(json, "findings", FindingFrom),
            RepairActions = Texts(json, "repair"),
            RepairProblems = Texts(json, "problems"),
            Assumptions = Texts(json, "assumptions"),
        };
    }

    // The element remains JSON. The date stays outside, so that reports of the same state differ only in their dates.
    private static string Compress(string undated, DateTimeOffset time)
    {
        using var bytes = new MemoryStream();
        using (var deflate = new DeflateStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] text = Encoding.UTF8.GetBytes(undated);
            deflate.Write(text, 0, text.Length);
        }
        string written = time.ToString("o", CultureInfo.InvariantCulture);
        return $"{Compressed}{Convert.ToBase64String(bytes.ToArray())}\",\"written\":\"{written}\"}}";
    }

    private static string Decompress(string content)
    {
        try
        {
            byte[] bytes = Convert.FromBase64String(JsonReader.Read(content).StringAt("deflate") ?? "");
            using var deflate = new DeflateStream(new MemoryStream(bytes), CompressionMode.Decompress);
            using var reader = new StreamReader(deflate, Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (InvalidDataException e)
        {
            throw new FormatException("Its data is damaged.", e);
        }
    }

    private static JsonValue Of(ReportData report) => Object(
        ("format", Number(Format)), ("title", Text(report.Title)), ("written", Text(report.Written)),
        ("version", Text(report.Version)),
        ("source", Object(
            ("name", Text(report.Source.Name)), ("path", Text(report.Source.Path)),
            ("sha256", Text(report.Source.Sha256)),
            ("remark", Text(report.Source.Remark)),
            ("exported", report.Source.Exported is { } time ? Text(time) : JsonValue.Null),
            ("replicaId", Text(report.Source.ReplicaId)), ("database", Text(report.Source.Database)))),
        ("domains", Array(report.Domains, Of)), ("findings", Array(report.Findings, Of)),
        ("repair", Array(report.RepairActions, Text)),
        ("problems", Array(report.RepairProblems, Text)), ("assumptions", Array(report.Assumptions, Text)));

    private static JsonValue Of(ReportDomain domain) => Object(
        ("name", Text(domain.Name)), ("level", Text(domain.Verdict.Level.ToString())),
        ("verdict", Text(domain.Verdict.Sentence)),
        ("afterRepair", Text(domain.AfterRepair)),
        ("documents", Array(domain.Documents, document => Object(
            ("unid", Text(document.UniversalId)), ("name", Text(document.Name)),
            ("mailServer", Text(document.MailServer)),
            ("calendarServer", Text(document.CalendarServer)),
            ("modified", document.Modified is { } time ? Text(time) : JsonValue.Null),
            ("documentAccess", document.HasDocumentAccess ? JsonValue.True : JsonValue.False),
            ("readers", Array(document.Readers, Text)), ("lastSave", Text(document.LastSave))))),
        ("readers", Array(domain.Readers, row => Object(
            ("servers", Array(row.Servers, Text)),
            ("coexistence", row.IsCoexistence ? JsonValue.True : JsonValue.False),
            ("entries", Array(row.Entries, Text))))),
        ("services", Array(domain.Services, Of)));

    private static JsonValue Of(ReportService service)
    {
        // There are thousands of outcomes, but few different ones.
        var outcomes = new List<string>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        JsonValue origins = Array(service.Origins, same => Object(
            ("servers", Array(same.Servers, Text)),
            ("outcomes", Array(same.Outcomes, outcome => Number(PlaceOf(outcome)))), ("now", Of(same.Now)),
            ("afterRepair", same.AfterRepair is { } later ? Of(later) : JsonValue.Null)));
        return Object(
            ("name", Text(service.Name)), ("outages", Array(service.Outages, Text)),
            ("omitted", Text(service.OmittedOutages)),
            ("outcomes", Array(outcomes, Text)), ("origins", origins));

        int PlaceOf(ReportOutcome outcome)
        {
            string text = $"{(outcome.IsReached ? "+" : "-")}{outcome.Status}@{outcome.Server}";
            if (!places.TryGetValue(text, out int place))
            {
                places.Add(text, place = outcomes.Count);
                outcomes.Add(text);
            }
            return place;
        }
    }

    private static JsonValue Of(AvailabilitySummary availability) => Object(
        ("low", Number(availability.Low)), ("high", Number(availability.High)),
        ("hours", Number(availability.DowntimeHours)),
        ("single", Array(availability.SinglePoints, Text)), ("cuts", Array(availability.CutSets, Text)),
        ("hoursWithConnections", availability.HoursWithConnections is { } hours ? Number(hours) : JsonValue.Null),
        ("unknown", Text(availability.UnknownReason)));

    private static JsonValue Of(ReportFinding finding) => Object(
        ("rule", Text(finding.Rule)), ("name", Text(finding.Name)), ("severity", Text(finding.Severity)),
        ("subject", Text(finding.Subject)),
        ("reason", Text(finding.Reason)), ("recommendation", Text(finding.Recommendation)),
        ("repairable", finding.IsRepairable ? JsonValue.True : JsonValue.False),
        ("latent", finding.IsLatent ? JsonValue.True : JsonValue.False));

    private static ReportSource SourceFrom(JsonValue json) =>
        new(
            Text(json, "name"), json.StringAt("path"), json.StringAt("sha256"), Text(json, "remark"),
            json["exported"] is { } exported ? Time(exported) : null)
        {
            // Earlier versions do not write these.
            ReplicaId = json.StringAt("replicaId") ?? "",
            Database = json.StringAt("database") ?? "",
        };

    private static ReportDomain DomainFrom(JsonValue json) => new(
        Text(json, "name"), new DomainVerdict(Level(Text(json, "level")), Text(json, "verdict")), json.StringAt(
            "afterRepair"),
        List(json, "documents", document => new ReportDocument(
            Text(document, "unid"), Text(document, "name"), Text(document, "mailServer"), Text(
                document, "calendarServer"),
            Time(Member(document, "modified")), Flag(document, "documentAccess"), Texts(document, "readers"),
            document.StringAt("lastSave"))),
        List(json, "readers", row => new ReportReaderRow(
            Texts(row, "servers"), Flag(row, "coexistence"),
            List(
                row, "entries", entry => entry.Kind is JsonKind.Null or JsonKind.String
                    ? entry.Text : throw Missing("entries")))),
        List(json, "services", ServiceFrom));

    private static ReportService ServiceFrom(JsonValue json)
    {
        IReadOnlyList<ReportOutcome> outcomes = List(json, "outcomes", OutcomeFrom);
        return new ReportService(
            Text(json, "name"), Texts(json, "outages"), Text(json, "omitted"),
            List(json, "origins", origins => new ReportOrigins(
                Texts(origins, "servers"), List(origins, "outcomes", OutcomeAt), AvailabilityFrom(
                    Member(origins, "now")),
                Member(origins, "afterRepair") is { Kind: JsonKind.Object } later ? AvailabilityFrom(later) : null)));

        ReportOutcome OutcomeAt(JsonValue place) => place.Kind == JsonKind.Number
            && int.TryParse(place.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int at)
            && at < outcomes.Count
            ? outcomes[at]
            : throw Missing("outcomes");
    }

    private static ReportOutcome OutcomeFrom(JsonValue json)
    {
        string text = json.Kind == JsonKind.String ? json.Text! : "";
        int at = text.IndexOf('@');
        return at > 1 && text[0] is '+' or '-'
            ? new ReportOutcome(text[0] == '+', text.Substring(1, at - 1), text.Substring(at + 1), Trace: null)
            : throw Missing("outcomes");
    }

    private static AvailabilitySummary AvailabilityFrom(JsonValue json) =>
        new(
            Number(json, "low"), Number(json, "high"), Number(json, "hours"), Texts(json, "single"), Texts(
                json, "cuts"))
        {
            // Reports of version 0.2.0 do not contain these.
            HoursWithConnections = json["hoursWithConnections"] is { Kind: JsonKind.Number }
                ? Number(json, "hoursWithConnections")
                : null,
            UnknownReason = json.StringAt("unknown") ?? "",
        };

    private static ReportFinding FindingFrom(JsonValue json) => new(
        Text(json, "rule"), Text(json, "name"), Text(json, "severity"), Text(json, "subject"), Text(json, "reason"),
        json.StringAt("recommendation"), Flag(json, "repairable"))
    {
        IsLatent = json["latent"] is { IsTrue: true }, // Earlier versions do not write this.
    };

    private static JsonValue Text(string? text) => text is null ? JsonValue.Null : JsonValue.StringOf(text);

    private static JsonValue Text(DateTimeOffset time) => Text(time.ToString("o", CultureInfo.InvariantCulture));

    private static JsonValue Number(double number) =>
        JsonValue.NumberOf(number.ToString("R", CultureInfo.InvariantCulture));

    private static JsonValue Object(params (string Name, JsonValue Value)[] members) =>
        JsonValue
            .ObjectOf([.. members.Select(member => new KeyValuePair<string, JsonValue>(member.Name, member.Value))]);

    private static JsonValue Array<T>(IEnumerable<T> values, Func<T, JsonValue> write) =>
        JsonValue.ArrayOf([.. values.Select(write)]);

    private static JsonValue Member(JsonValue json, string name) => json[name] ?? throw Missing(name);

    private static string Text(JsonValue json, string name) => json.StringAt(name) ?? throw Missing(name);

    private static bool Flag(JsonValue json, string name) =>
        Member(json, name) is { Kind: JsonKind.Boolean } flag ? flag.IsTrue : throw Missing(name);

    private static double Number(JsonValue json, string name) =>
        Member(json, name) is { Kind: JsonKind.Number } number
            && double.TryParse(number.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw Missing(name);

    private static IReadOnlyList<T> List<T>(JsonValue json, string name, Func<JsonValue, T> read) =>
        Member(json, name) is { Kind: JsonKind.Array } list ? [.. list.Items.Select(read)] : throw Missing(name);

    private static IReadOnlyList<string> Texts(JsonValue json, string name) =>
        List(json, name, item => item.Kind == JsonKind.String ? item.Text! : throw Missing(name));

    private static DateTimeOffset? Time(JsonValue json) => json.Kind == JsonKind.Null ? null
        : DateTimeOffset.TryParse(
            json.Text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset time) ? time
        : throw Missing("time");

    private static VerdictLevel Level(string text) =>
        Enum.TryParse(text, out VerdictLevel level) ? level : throw Missing("level");

    private static FormatException Missing(string name) =>
        new($"The value of '{name}' is missing or not valid in its data.");
}
