using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;
using CoexTools.Module.Tests.Commands;
using CoexTools.Module.Tests.Rest;

namespace CoexTools.Module.Tests.Conformance;

/// <summary>
/// Tests that every parameter of every command has an effect: two calls that differ only in the parameter have
/// different outcomes. The outcome is what a user can observe: output, errors, warnings, verbose messages, files,
/// schedules, and in-memory directories. Each derived class tests a part of the commands, because the tests of a class
/// run one after another.
/// </summary>
public abstract partial class ParameterEffectTests : IClassFixture<ModuleSession>, IClassFixture<ServerFixture>
{
    private static readonly DateTime Start = DateTime.UtcNow.AddDays(-1);

    private readonly ModuleSession _session;
    private readonly string _template;
    private readonly string _folder;
    private readonly Dictionary<string, (string Outcome, bool Varies)> _known = [];

    protected ParameterEffectTests(ModuleSession session, ServerFixture servers)
    {
        _session = session;
        servers.SetVariables(session);
        _template = session.PathOf("template");
        _folder = session.PathOf("work");
        session.Set("folder", _folder);
        if (Directory.Exists(_template))
            return;
        string secure = ReadScenario("security-on");
        string documents = secure[secure.IndexOf("<document form='Domain'>", StringComparison.Ordinal)..].Replace(
            "</database>", "");
        string others = documents.Replace("BTEx", "Other").Replace("000000A", "000000B")
            .Replace("noteid='92", "noteid='93");
        string removed = ReadScenario("security-on-field-removed");
        string open = ReadScenario("no-security");
        string both = secure.Replace("</database>", others + "</database>");
        Write("d", both);
        Write("c", both);
        Write("r", both);
        Write("s", secure);
        Write("e", removed);
        Write("f", removed.Replace("<text>CN=Mail01/O=Acme</text></textlist>", "</textlist>"));
        Write("n", open);
        Write("t", open.Replace("<revised><datetime>20250309", "<revised><datetime>20250401"));
        Write("l", removed.Replace(
            "<text>Servers Only</text><text>LocalDomainAdmins</text><text\n>CN=DominoA/O=Acme",
            "<text>CN=Mail01/O=Acme</text><text>LocalDomainAdmins</text><text\n>CN=DominoA/O=Acme"));
        const string Field = "<item name='DocumentAccess' authors='true' names='true' "
            + "protected='true'><text>[NetModifier]</text></item>\n";
        int first = secure.IndexOf("<document form='Domain'>", StringComparison.Ordinal);
        int second = secure.IndexOf("<document form='Domain'>", first + 1, StringComparison.Ordinal);
        Write(
            "p", secure[..first] + secure[first..second].Replace(Field, "")
                .Replace("'CalendarServer'", "'FormerServer'") + secure[second..]);
        Write(
            "careless", both.Replace(
                "</database>", "<document form='Memo'><item "
                    + "name='x'><text>&nothing;</text></item></document></database>"));
        session.Write("template/notes.ini", "BTEXCHANGEDOMAIN=Nowhere\n");
        foreach ((string log, string time) in new[]
        {
            ("console", "2026-01-31 10:00:00"), ("near", "2025-03-10 11:00:00"),
        })
        {
            session.Write(
                $"template/{log}.log",
                $"{time}   No route found to domain BTEx from server Hub01/Acme.\n"
                    + $"{time}   Warning: Multiple documents detected for domain 'BTEx' in Domino Directory for the "
                    + $"scheduling request.\n{time}   Router: The server is not responding.\n");
        }
        File.Copy(
            Path.Combine(AppContext.BaseDirectory, "Data", "runs", "nightly.jsonl"),
            session.PathOf("template/runs.jsonl"));
        session.Run("Remove-DocumentAccessField template/c.dxl");
        session.Run("Set-ForeignDomainDocument template/c.dxl -MailFile x.box -Force -WarningAction Ignore");
        File.Copy(session.PathOf("template/c.dxl"), session.PathOf("template/rc.dxl"));
        File.Copy(session.PathOf("template/c.dxl.journal"), session.PathOf("template/rc.dxl.journal"));

        void Write(string name, string text) => session.Write($"template/{name}.dxl", text);
    }

    /// <summary>The folders whose files are part of an outcome.</summary>
    protected virtual IEnumerable<string> Folders => [_folder];

    /// <summary>Returns the commands whose calls may or may not access schedules or make changes.</summary>
    protected static TheoryData<string> Commands(Func<string, bool> isTested) =>
        [.. ParameterEffects.All.Keys.Where(isTested)];

    /// <summary>Specifies whether calls of a command access schedules, which all tests of the process share.</summary>
    protected static bool HasSchedules(string command) =>
        command.EndsWith("-CoexistenceSchedule", StringComparison.Ordinal) || command == "Get-CoexistenceRun";

    /// <summary>Asserts that every parameter of a command has an effect.</summary>
    protected void AssertEffects(string command)
    {
        CommandInfo info = Command(command);
        CommandEffects effects = ParameterEffects.All[command];
        List<string> problems = [.. effects.Parameters.SelectMany(effect => Problems(info, effects, effect))];
        Assert.True(problems.Count == 0, string.Join("\n", problems));
    }

    /// <summary>Prepares the folders for a call.</summary>
    protected virtual void Prepare(string script) => Copy(script);

    private protected ModuleSession Session => _session;

    private protected CommandInfo Command(string name) =>
        (CommandInfo)Assert.Single(_session.Run($"Get-Command {name}").Output).BaseObject;

    private protected static IEnumerable<string> Missing(CommandInfo command, CommandEffects effects) =>
        command.Parameters.Keys.Except(Cmdlet.CommonParameters).Except(Cmdlet.OptionalCommonParameters)
            .Except(effects.Parameters.Select(effect => effect.Parameter))
            .Select(name => $"{command.Name} -{name}: is not in the table.");

    // A call for each source that the parameter can be combined with.
    private protected IEnumerable<string> Problems(
        CommandInfo command, CommandEffects effects, ParameterEffect effect)
    {
        if (!UsesOnly(effect.With, effect.Parameter)
            || !(effect.IsSetSelector || UsesOnly(effect.Without, effect.Parameter)))
            return [$"{command.Name} -{effect.Parameter}: '{effect.With}' does not use only this parameter."];
        IEnumerable<string> sources = effect.Source is not null
            ? [effect.Source] : Sources(command, effects, effect);
        return sources.Select(source =>
        {
            string call = effect.Call ?? effects.Call;
            string without = Complete(effect.Without);
            string with = Complete(effect.With);
            string setup = with.Contains("$directory", StringComparison.Ordinal)
                ? $"$directory = Import-DominoDirectory {effect.File}.dxl; $other = Import-DominoDirectory e.dxl"
                : with.Contains("$documents", StringComparison.Ordinal)
                ? $"$documents = {effects.Input} {effect.File}.dxl; $others = {effects.Input} e.dxl"
                : "";
            string outcome = KnownOutcome(setup, without, out bool varies);
            return varies ? $"{command.Name} -{effect.Parameter}: The outcome of '{without}' varies."
                : outcome == Outcome(setup, with) ? $"{command.Name} -{effect.Parameter}: '{with}' has no effect."
                : "";

            string Complete(string arguments) => WhiteSpace().Replace(
                call.Replace(
                    "{0}", string.Join(" ", new[] { source, effect.Also, arguments }), StringComparison.Ordinal), " ")
                        .Trim();
        }).Where(problem => problem.Length > 0);
    }

    // Positional arguments start with a variable or a file name.
    private static bool UsesOnly(string arguments, string parameter) =>
        arguments.Length == 0 || !arguments.StartsWith('-') || arguments.Split(' ')[0] == "-" + parameter;

    private static IEnumerable<string> Sources(CommandInfo command, CommandEffects effects, ParameterEffect effect)
    {
        string file = effect.File;
        Dictionary<string, string> sources = new()
        {
            ["Path"] = $"-Path {file}.dxl",
            ["LiteralPath"] = $"-LiteralPath {file}.dxl",
            ["Directory"] = "-Directory $directory",
            ["InputObject"] = "-InputObject $documents",
        };
        if (!command.Parameters.TryGetValue("Path", out ParameterMetadata? path) || !path.ParameterType.IsArray)
            return [""];
        if (effects.IsForConnectedDirectories)
            sources.Remove("Directory");
        IEnumerable<string> sets = command.Parameters[effect.Parameter].ParameterSets.Keys;
        return sources.Where(source => sets.Contains(source.Key) || sets.Contains(ParameterAttribute.AllParameterSets))
            .Where(source => command.Parameters.ContainsKey(source.Key)).Select(source => source.Value);
    }

    // Most calls are the same without the parameter.
    private string KnownOutcome(string setup, string script, out bool varies)
    {
        if (!_known.TryGetValue(setup + script, out (string Outcome, bool Varies) known))
        {
            known.Outcome = Outcome(setup, script);
            known.Varies = known.Outcome != Outcome(setup, script);
            _known.Add(setup + script, known);
        }
        varies = known.Varies;
        return known.Outcome;
    }

    private string Outcome(string setup, string script)
    {
        Prepare(setup + script);
        Outcome outcome = _session.Try(
            $"$null = $ExecutionContext.SessionState.Path.SetLocation($folder); $n = 0; {setup}; & {{ "
                + $"$VerbosePreference = 'Continue'; {script} }}");
        IEnumerable<string> memory = setup.StartsWith("$directory", StringComparison.Ordinal)
            ? _session.Run("$directory; $other").Output.Select(directory => Describe(directory, 5))
            : [];
        string text = string.Join("\n", outcome.Output.Select(item => Describe(item, 5))
            .Concat(outcome.Errors.Select(error => $"{error.FullyQualifiedErrorId} {error.TargetObject} {error}"))
            .Append(outcome.Terminating?.Message).Concat(outcome.Warnings).Concat(outcome.Verbose).Concat(memory)
            .Concat(Folders.Where(Directory.Exists).SelectMany(FilesIn)));
        return text.Replace(_folder, "~", StringComparison.Ordinal);
    }

    // A journal contains times and hashes that differ in each run: only its length counts.
    private static IEnumerable<string> FilesIn(string folder) =>
        from file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        let isJournal = file.EndsWith(".journal", StringComparison.Ordinal)
        select isJournal ? $"{file}: {File.ReadAllLines(file).Length} lines"
            : $"{file}: {RunTime().Replace(WithoutNow(File.ReadAllText(file)), "<run>")}";

    // Only the files that a script names, so that the tests are fast.
    private void Copy(string script)
    {
        if (Directory.Exists(_folder))
        {
            foreach (string file in Directory.GetFiles(_folder, "*", SearchOption.AllDirectories))
                File.SetAttributes(file, FileAttributes.Normal);
            Directory.Delete(_folder, recursive: true);
        }
        Directory.CreateDirectory(_folder);
        foreach (string file in Directory.GetFiles(_template)
            .Where(file => IsUsed(Path.GetFileName(file).Replace(".journal", ""))))
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        foreach (string name in new[] { "r.dxl", "rc.dxl" }.Where(IsUsed))
            File.SetAttributes(Path.Combine(_folder, name), FileAttributes.ReadOnly);
        if (!IsUsed("link.dxl"))
            return;
        Directory.CreateDirectory(Path.Combine(_folder, "target"));
        foreach ((string link, string source) in new[] { ("link.dxl", "e.dxl"), ("first.dxl", "d.dxl") })
        {
            string target = Path.Combine(_folder, "target", link);
            File.Copy(Path.Combine(_template, source), target);
            File.CreateSymbolicLink(Path.Combine(_folder, link), target);
        }

        bool IsUsed(string file) => Regex.IsMatch(script, $@"(?<!\w){Regex.Escape(file)}");
    }

    // Times of this run are replaced by their order, so that two runs can be compared.
    private static string WithoutNow(string text)
    {
        text = ReportTime().Replace(
            text, time => DateTimeOffset.Parse(
                time.Value.Replace(" UTC", "Z"), CultureInfo.InvariantCulture) >= Start.Date
            ? "<now>"
            : time.Value);
        List<string> times = [
            .. DxlTime().Matches(text).Select(time => time.Value).Where(IsNow).Distinct()
                .Order(StringComparer.Ordinal)];
        return times.Select((time, index) => (Time: time, Name: $"<now {index}>"))
            .Aggregate(text, (all, one) => all.Replace(one.Time, one.Name, StringComparison.Ordinal));
    }

    private static bool IsNow(string time) =>
        DateTime.ParseExact(time[..8], "yyyyMMdd", CultureInfo.InvariantCulture) >= Start.Date;

    private static string Describe(object? value, int depth)
    {
        object? plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        return plain switch
        {
            null => "null",
            string text => WithoutNow(text),
            DateTimeOffset time => time.UtcDateTime >= Start
                ? "<now>" : time.ToString("o", CultureInfo.InvariantCulture),
            IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(item => Describe(item, depth)))}]",
            _ when depth > 0 && plain.GetType().FullName!.StartsWith("CoexTools.", StringComparison.Ordinal)
                && !plain.GetType().IsEnum =>
                string.Join(
                    "; ", plain.GetType().GetProperties()
                        .Select(one => $"{one.Name}=({Describe(one.GetValue(plain), depth - 1)})")),
            _ => Convert.ToString(plain, CultureInfo.InvariantCulture) ?? "",
        };
    }

    private static string ReadScenario(string name) =>
        File.ReadAllText(Path.Combine(ModuleSession.Scenarios, name + ".dxl"));

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?: UTC|\.\d\dZ)|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}\+00:00")]
    private static partial Regex ReportTime();

    // The time of the run in files with findings: SARIF, JUnit, and NUnit; Markdown; Prometheus.
    [GeneratedRegex(
        @"(?<=endTimeUtc"": ""|timestamp=""|-time="")[-T:.\dZ]+|(?<=^CoexTools [.\d]+, )[- :\d]+ UTC|"
            + @"(?<=^coextools_(?:run|last_success)_timestamp_seconds )[.\d]+",
        RegexOptions.Multiline)]
    private static partial Regex RunTime();

    [GeneratedRegex(@"\d{8}T\d{6},\d\d[+-]\d\d")]
    private static partial Regex DxlTime();
}
