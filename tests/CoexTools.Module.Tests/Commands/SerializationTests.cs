using System.Collections;
using System.Management.Automation;
using System.Reflection;

namespace CoexTools.Module.Tests.Commands;

/// <summary>
/// Objects that PowerShell serializes for Export-Clixml, jobs and remoting. They are rehydrated and work as before.
/// </summary>
public sealed class SerializationTests : IDisposable
{
    private const string InMemory = """
        $d = New-DominoDirectory Acme
        $d | Add-DominoServer Hub01/Acme, Hub02/Acme, DominoA/Acme, DominoB/Acme
        $d | Add-DominoGroup Hubs Hub01/Acme, Hub02/Acme
        $d | Set-DominoAclEntry Hubs Reader -Role NetModifier -Type ServerGroup
        $d | New-ForeignDomainDocument BTEx DominoB/Acme -Reader Hubs, DominoB -Modified 2025-01-01 > $null
        $d | New-ForeignDomainDocument BTEx DominoA/Acme -Reader Unknown, Hubs -Modified 2025-01-02T10:11:12.34+05:00 -NoDocumentAccess > $null
        """;

    // For each type that a command gives, something that gives it; more than one object where there is more than one
    // shape of it.
    private static readonly Dictionary<string, string[]> Samples = new()
    {
        ["ForeignDomainDocument"] =
        [
            "Get-ForeignDomainDocument security-on.dxl",
            "Get-ForeignDomainDocument no-security.dxl -FieldMap @{ MailFile = 'None' }",
            "(Import-DominoDirectory security-on.dxl).ForeignDomain", InMemory + "\n$d.ForeignDomain",
            "Get-ForeignDomainDocument security-on.dxl | Remove-DocumentAccessField -WhatIf -PassThru",
        ],
        ["DominoDirectory"] = [
            "Import-DominoDirectory security-on.dxl", InMemory + "\n$d", "New-DominoDirectory Empty"],
        ["DocumentReader"] = ["Get-DocumentReader security-on.dxl", InMemory + "\n$d | Get-DocumentReader"],
        ["FreeBusyPathResult"] =
        [
            "Test-FreeBusyPath no-security.dxl",
            "Test-FreeBusyPath security-on.dxl -ServerDown DominoA",
            "Test-FreeBusyPath security-on.dxl -Network (Test-CoexistenceServer -Address @{ DominoA = '127.0.0.1:1' })",
            InMemory + "\n$d | Test-FreeBusyPath -Replica @{ Hub01 = $d }",
        ],
        ["MailRouteResult"] = [
            "Test-MailRoute no-security.dxl",
            "Test-MailRoute security-on.dxl -Kind Calendar -ServerDown DominoA, DominoB"],
        ["CoexistenceAvailability"] =
        [
            "Measure-CoexistenceAvailability security-on.dxl -IncludeLeg -IncludeBusy",
            "Measure-CoexistenceAvailability no-security.dxl -MaximumOrder 1",
        ],
        ["CoexistencePathDifference"] = ["Compare-CoexistencePath security-on.dxl security-on-field-removed.dxl"],
        ["CoexistenceFinding"] = [
            "Test-CoexistenceConfiguration security-on.dxl", "Test-CoexistenceConfiguration no-security.dxl"],
        ["CoexistenceRule"] = ["Get-CoexistenceRule"],
        ["DominoNote"] = ["Get-DominoDocument security-on.dxl"],
        ["CoexistenceRepair"] =
        [
            "Repair-CoexistenceConfiguration security-on.dxl -WhatIf",
            "Repair-CoexistenceConfiguration no-security.dxl -ServerGroup 'Servers Only' -AdminGroup LocalDomainAdmins",
        ],
        ["CoexistenceSchedule"] = [
            "Register-CoexistenceSchedule security-on.dxl -Scheduler Systemd -OutputPath units -PowerShell /opt/pwsh"],
        ["CoexistenceRun"] = [
            $"Get-CoexistenceRun -LogPath '{Path.Combine(AppContext.BaseDirectory, "Data", "runs", "nightly.jsonl")}'"],
        ["DirectoryChange"] = [
            "Get-ForeignDomainDocument security-on.dxl | Remove-DocumentAccessField; Get-DirectoryChange "
                + "security-on.dxl"],
        ["DirectoryEvent"] = ["Watch-ForeignDomainDocument security-on.dxl -Repair -Count 2 -TimeoutSeconds 30"],
        ["DocumentDifference"] = ["Compare-ForeignDomainDocument security-on.dxl security-on-field-removed.dxl"],
        ["ServerProbe"] = [
            "Test-CoexistenceServer -Address @{ DominoA = '127.0.0.1:1' } -SmtpHost 127.0.0.1:1 -ExchangeUrl "
                + "http://127.0.0.1:1/"],
    };

    private readonly ModuleSession _session = new();

    public static TheoryData<string, string> AllSamples =>
        [.. Samples.SelectMany(pair => pair.Value.Select(script => (pair.Key, script)))];

    public static TheoryData<string> Directories =>
        ["no-security.dxl", "security-on.dxl", "security-on-field-removed.dxl", "security-on-then-edited.dxl"];

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Every_type_that_a_command_gives_has_a_sample()
    {
        IEnumerable<Type> given = _session.Run("Get-Command -Module CoexTools").Output
            .SelectMany(command => ((CmdletInfo)command.BaseObject).OutputType).Select(output => output.Type)
            .Where(type => type is not null && type.Assembly.GetName().Name == "CoexTools").Distinct();
        Assert.Equal(Samples.Keys.Order(), given.Select(type => type.Name).Order());
    }

    [Theory, MemberData(nameof(AllSamples))]
    public void An_object_comes_back_as_it_was(string type, string script)
    {
        IReadOnlyList<PSObject> before = Make(script);
        foreach (string depth in new[] { "", ", 1" })
        {
            IReadOnlyList<PSObject> after = Travel(before, depth);
            Assert.Equal(before.Count, after.Count);
            Assert.All(after, one => Assert.Equal(type, one.BaseObject.GetType().Name));
            Same(before, after);
            Same(before, Travel(after, depth)); // And on from there.
            Same(before, before.SelectMany(one => Travel([one], depth)).ToList()); // Each by itself, as jobs send them.
        }
    }

    [Fact]
    public void Whatever_is_within_comes_back_by_itself_and_none_is_forgotten()
    {
        var met = new Dictionary<Type, List<object>>();
        foreach (string script in Samples.Values.SelectMany(scripts => scripts))
        {
            foreach (string scenario in Directory.GetFiles(ModuleSession.Scenarios, "*.dxl"))
                // Some of the others changed theirs.
                File.Copy(scenario, _session.PathOf(Path.GetFileName(scenario)), overwrite: true);
            foreach (PSObject one in Make(script))
                Collect(one.BaseObject, met);
        }
        Type root = met.Keys.First().Assembly.GetType("CoexTools.CoexObject")!;
        Assert.Equal(
            root.Assembly.GetTypes().Where(type => type.IsPublic && !type.IsAbstract && root.IsAssignableFrom(type))
                .Select(type => type.Name)
                .Order(), met.Keys.Select(type => type.Name).Order());
        foreach ((Type type, List<object> objects) in met)
        {
            PSObject[] some = [.. objects.Take(20).Select(PSObject.AsPSObject)];
            IReadOnlyList<PSObject> after = Travel(some, ", 1");
            Assert.All(after, one => Assert.Equal(type, one.BaseObject.GetType()));
            Same(some, after);
        }
    }

    [Theory, MemberData(nameof(Directories))]
    public void Travelled_documents_are_answered_for_as_live_ones(string file)
    {
        _session.Run($"$live = @(Get-ForeignDomainDocument {file})");
        _session.Set("travelled", Travel(_session.Run("$live").Output, ""));
        _session.Set("single", _session.Run("$live").Output.SelectMany(one => Travel([one], ", 1")).ToArray());
        File.Delete(_session.PathOf(file)); // As on another machine.
        string[] servers = ["Hub01", "Mail01", "App01", "DominoA", "DominoB"];
        foreach (string network in new[]
        {
            "", "-ServerDown DominoA", "-ServerDown DominoB", "-ServerDown DominoA, DominoB", "-ServerBusy DominoA",
            "-LinkDown 'Hub01|DominoA', 'DominoA|DominoB'",
            "-HttpDown DominoA -SmtpDown DominoA", "-ServerDown Hub01", "-OrderBy Revised", "-WhatIfEdited {0}[-1]",
        })
        {
            foreach (string command in new[] { "Test-FreeBusyPath", "Test-MailRoute", "Test-MailRoute -Kind Calendar" })
                AsLive($"{{0}} | {command} {network} -From {string.Join(", ", servers)}");
        }
        AsLive("{0} | Test-FreeBusyPath");
        AsLive("{0}[0] | Test-FreeBusyPath"); // Warns that the other document was left out.
        AsLive("{0} | Get-DocumentReader");
        AsLive("{0} | Measure-CoexistenceAvailability -IncludeLink");
        AsLive("{0} | Test-CoexistenceConfiguration");
        AsLive("Compare-CoexistencePath {0} -WhatIfEdited {0}[0]", mayBeEmpty: true);
        AsLive("{0} | Remove-DocumentAccessField -WhatIf -PassThru | ForEach-Object HasDocumentAccess");
    }

    [Theory]
    [InlineData("Import-DominoDirectory security-on.dxl", "")]
    [InlineData("Import-DominoDirectory security-on.dxl", "$live.ForeignDomain | Remove-DocumentAccessField")]
    [InlineData("Import-DominoDirectory security-on.dxl",
        "$live | Add-DominoServer New01/Acme; $live | Add-DominoGroup Late New01/Acme; "
            + "$live | New-ForeignDomainDocument Other New01/Acme -Reader Late > $null")]
    [InlineData(
        InMemory + "\n$d", "$live.ForeignDomain[0] | Set-ForeignDomainDocument -CalendarServer DominoB "
            + "-WarningAction Ignore")]
    public void A_travelled_directory_in_memory_is_as_good_as_the_live_one(string script, string change)
    {
        _session.Run($"$live = $({script}); {change}");
        PSObject live = Assert.Single(_session.Run("$live").Output);
        PSObject travelled = Assert.Single(Travel([live], ", 1"));
        _session.Set("travelled", travelled);
        _session.Set("single", Assert.Single(Travel([travelled], "")));
        File.Delete(_session.PathOf("security-on.dxl"));
        AsLive("{0} | Test-FreeBusyPath -From Hub01, DominoA, DominoB");
        AsLive("Test-MailRoute -Directory {0} -ServerDown DominoA");
        AsLive("{0} | Get-ForeignDomainDocument | Get-DocumentReader");
        AsLive("{0} | Test-CoexistenceConfiguration");

        // What is changed in one is changed in that one.
        _session.Run("$travelled | Add-DominoServer Later01/Acme");
        Assert.Equal(
            "1",
            Assert.Single(_session.Run(
                "@($travelled.Server | Where-Object Name -eq Later01/Acme).Count "
                    + "- @($live.Server | Where-Object Name -eq Later01/Acme).Count "
                    + "- @($single.Server | Where-Object Name -eq Later01/Acme).Count").Lines));
    }

    [Fact]
    public void A_travelled_directory_is_exported_whole_where_its_file_is()
    {
        _session.Run(
            "$live = Import-DominoDirectory security-on.dxl; $live.ForeignDomain "
                + "| Protect-ForeignDomainDocument -ServerGroup 'Servers Only' -AdminGroup LocalDomainAdmins");
        _session.Set("travelled", Travel(_session.Run("$live").Output, "").Single());
        foreach (string only in new[] { "", " -ForeignDomainOnly" })
        {
            _session
                .Run($"$live | Export-DominoDirectory live.out -Force{only}; $travelled | Export-DominoDirectory "
                    + $"travelled.out -Force{only}");
            Assert.Equal(
                File.ReadAllBytes(_session.PathOf("live.out")), File.ReadAllBytes(_session.PathOf("travelled.out")));
        }
        // Another state, of which nothing was read yet.
        _session.Set("again", Travel(_session.Run("$live | Add-DominoServer Later01/Acme; $live").Output, "").Single());
        File.AppendAllText(_session.PathOf("security-on.dxl"), " ");
        _session.Try("$again | Export-DominoDirectory again.out")
            .TheError(
                "FileChanged", "Export-DominoDirectory", ErrorCategory.ResourceExists, _session.PathOf(
                    "security-on.dxl"));
        File.Delete(_session.PathOf("security-on.dxl"));
        _session.Try("$again | Export-DominoDirectory again.out")
            .TheError(
                "PathNotFound", "Export-DominoDirectory", ErrorCategory.ObjectNotFound, _session.PathOf(
                    "security-on.dxl"));
        Assert.False(File.Exists(_session.PathOf("again.out")));
    }

    [Fact]
    public void A_travelled_document_changes_its_file_while_that_is_what_was_read()
    {
        IReadOnlyList<PSObject> live = _session.Run(
            "$live = @(Get-ForeignDomainDocument security-on.dxl); $live").Output;
        _session.Set("travelled", live.SelectMany(one => Travel([one], ", 1")).ToArray());
        _session.Run("$travelled | Remove-DocumentAccessField");
        Assert.Equal(["False", "False"], _session.Run(
            "Get-ForeignDomainDocument security-on.dxl | ForEach-Object HasDocumentAccess").Lines);
        // One replacement.
        Assert.Equal(
            ["1", "1"], _session.Run(
                "Get-DirectoryChange security-on.dxl | Where-Object Field -eq DocumentAccess | "
                    + "ForEach-Object Id").Lines);

        string path = _session.PathOf("security-on.dxl");
        byte[] now = File.ReadAllBytes(path);
        _session.Try("$travelled | Remove-DocumentAccessField")
            .TheError("FileChanged", "Remove-DocumentAccessField", ErrorCategory.ResourceExists, path);
        Assert.Equal(now, File.ReadAllBytes(path));
        File.Delete(path);
        _session.Try("$travelled | Remove-DocumentAccessField")
            .TheError("PathNotFound", "Remove-DocumentAccessField", ErrorCategory.ObjectNotFound, path);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void A_document_that_came_where_the_module_was_not_is_taken_all_the_same()
    {
        string sent = Serialise(
            _session.Run("$live = @(Get-ForeignDomainDocument no-security.dxl); $live").Output, ", 1");
        // Outside of the session: nobody here knows the module's types.
        var arrived = (PSObject)PSSerializer.Deserialize(sent);
        PSObject[] bags = [.. ((IEnumerable)arrived.BaseObject).Cast<PSObject>()];
        Assert.All(bags, bag => Assert.Equal("Deserialized.CoexTools.Model.ForeignDomainDocument", bag.TypeNames[0]));
        Assert.All(bags, bag => Assert.Equal("BTEx", bag.Get("Domain")));
        _session.Set("travelled", bags);
        _session.Set("single", arrived);
        AsLive("{0} | Test-FreeBusyPath");
        AsLive("Get-DocumentReader -InputObject {0}");
        AsLive("Compare-CoexistencePath security-on-field-removed.dxl {0}");
        AsLive("{0} | Compare-CoexistencePath security-on-field-removed.dxl -WhatIfEdited {0}[0]");

        var directory = (PSObject)PSSerializer.Deserialize(Serialise(
            _session.Run("$live = Import-DominoDirectory no-security.dxl; $live").Output, ""));
        _session.Set("travelled", ((IEnumerable)directory.BaseObject).Cast<PSObject>().Single());
        _session.Set("single", Assert.Single(_session.Run("$travelled").Output));
        AsLive("{0} | Test-MailRoute");
        AsLive("Test-MailRoute -Directory {0} -Replica @{{ Hub01 = {0} }}");
    }

    [Theory]
    [InlineData("<I32 N=\"Priority\">1</I32>", "<I32 N=\"Priority\">2</I32>", "It was changed after it was serialized")]
    [InlineData("<I32>9</I32>", "<I32>99</I32>", "The state of its directory does not contain it")]
    [InlineData("<S N=\"Content\">A", "<S N=\"Content\">B", "It was changed after it was serialized")]
    [InlineData("<S N=\"Content\">", "<S N=\"Content\">*", "It was changed after it was serialized")]
    [InlineData("<S>0.2.0 ", "<S>9.8.7 0", "It was serialized by CoexTools 9.8.7. This is CoexTools 0.2.0")]
    [InlineData("N=\"CoexToolsPayload\"", "N=\"Other\"", "Some of its properties are missing")]
    public void A_document_that_was_tampered_with_is_refused(string found, string replacement, string reason)
    {
        string sent = Serialise([.. _session.Run("@(Get-ForeignDomainDocument security-on.dxl)[0]").Output], ", 1");
        int at = sent.IndexOf(found, StringComparison.Ordinal);
        Assert.True(at >= 0, sent);
        string changed = found == "N=\"CoexToolsPayload\""
            ? sent.Replace(found, replacement) : sent[..at] + replacement + sent[(at + found.Length)..];
        _session.Set("text", changed);
        PSObject bag = Assert.Single(_session.Run("[Management.Automation.PSSerializer]::Deserialize($text)").Output);
        Assert.Equal("Deserialized.CoexTools.Model.ForeignDomainDocument", bag.TypeNames[0]);

        _session.Set("bag", bag);
        foreach (string script in new[] { "$bag | Test-FreeBusyPath", "Get-DocumentReader -InputObject $bag",
            "$bag | Remove-DocumentAccessField" })
        {
            Outcome outcome = _session.Try(script);
            Assert.Empty(outcome.Output);
            Assert.Contains($"Cannot rehydrate the deserialized object 'BTEx (DominoA/Acme)': {reason}",
                outcome.Errors[0].Exception.Message);
        }
        Assert.Contains(
            reason,
            _session.Try("Compare-CoexistencePath security-on.dxl $bag").TheError(
                "ObjectDamaged", "Compare-CoexistencePath", ErrorCategory.InvalidData, bag).Exception.Message);
    }

    [Theory]
    [InlineData(
        "Test-FreeBusyPath security-on.dxl -From Hub01", "<S N=\"Server\">DominoA/Acme",
        "<S N=\"Server\">DominoB/Acme")]
    [InlineData("Test-FreeBusyPath security-on.dxl -From Hub01", "<S N=\"Rule\">CC1", "<S N=\"Rule\">CC2")]
    [InlineData("Test-FreeBusyPath security-on.dxl -From Hub01", "<I32>0</I32>", "<I32>4</I32>")]
    [InlineData("Get-CoexistenceRule CX001", "N=\"Id\">CX001", "N=\"Id\">CX002")]
    [InlineData("@(Get-DocumentReader security-on.dxl -Server Hub01)[0]", "N=\"CanRead\">true", "N=\"CanRead\">false")]
    [InlineData(
        "@(Get-DocumentReader security-on.dxl -Server Hub01)[0]", "N=\"CanRead\">true</B>", "N=\"Other\">true</B>")]
    public void A_result_that_was_tampered_with_stays_a_bag_of_properties(
        string script, string found, string replacement)
    {
        string sent = Serialise(Make(script), "");
        Assert.Contains(found, sent);
        int at = sent.IndexOf(found, StringComparison.Ordinal);
        _session.Set("text", sent[..at] + replacement + sent[(at + found.Length)..]);
        PSObject arrived = Assert.Single(
            _session.Run("[Management.Automation.PSSerializer]::Deserialize($text)").Output);
        Assert.StartsWith("Deserialized.CoexTools.", arrived.TypeNames[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_says_what_is_in_it()
    {
        Assert.Equal(["Hubs; DominoB/Acme", "Hub01/Acme; Hub02/Acme"], _session.Run(InMemory + """

            ($d.ForeignDomain | Where-Object CalendarServer -eq DominoB/Acme).Readers.ToString()
            $d.Group[0].Member.ToString()
            """).Lines);
    }

    [Theory, MemberData(nameof(AllSamples))]
    public void What_travels_along_is_hidden_and_no_list_hides_its_elements(string type, string script)
    {
        foreach (PSObject one in Make(script))
        {
            Assert.Equal(type, one.BaseObject.GetType().Name);
            Assert.DoesNotContain(
                one.Properties, property => property.Name.StartsWith("CoexTools", StringComparison.Ordinal));
            Assert.All(
                one.Properties, property => Assert.DoesNotContain(
                    "System.", property.Value?.ToString() ?? "", StringComparison.Ordinal));
        }
    }

    private IReadOnlyList<PSObject> Make(string script)
    {
        IReadOnlyList<PSObject> made = _session.Run($"$WarningPreference = 'Ignore'; {script}").Output;
        Assert.NotEmpty(made);
        return made;
    }

    // Asks the same of what is live and of what has travelled; each must give the same, warnings included.
    private void AsLive(string script, bool mayBeEmpty = false)
    {
        Outcome live = _session.Run(string.Format(script, "$live"));
        Assert.True(mayBeEmpty || live.Output.Count > 0, script);
        foreach (string variable in new[] { "$travelled", "$single" })
        {
            Outcome travelled = _session.Run(string.Format(script, variable));
            Same(live.Output, travelled.Output);
            Assert.Equal(live.Warnings, travelled.Warnings);
        }
    }

    private string Serialise(IReadOnlyList<PSObject> objects, string depth)
    {
        _session.Set("sent", objects.ToArray());
        return Assert.Single(_session.Run($"[Management.Automation.PSSerializer]::Serialize($sent{depth})").Lines);
    }

    private IReadOnlyList<PSObject> Travel(IReadOnlyList<PSObject> objects, string depth)
    {
        _session.Set("text", Serialise(objects, depth));
        return _session.Run("[Management.Automation.PSSerializer]::Deserialize($text)").Output;
    }

    private static void Same(object? before, object? after)
    {
        before = before is PSObject one ? one.BaseObject : before;
        after = after is PSObject other ? other.BaseObject : after;
        if (before is null || after is null || before is string or ValueType)
        {
            Assert.Equal(before, after);
            return;
        }
        if (before is IEnumerable list)
        {
            object?[] values = [.. list.Cast<object?>()];
            object?[] others = [.. Assert.IsAssignableFrom<IEnumerable>(after).Cast<object?>()];
            Assert.Equal(values.Length, others.Length);
            for (int i = 0; i < values.Length; i++)
                Same(values[i], others[i]);
            return;
        }
        Assert.Equal(before.GetType(), after.GetType());
        Assert.Equal(before.ToString(), after.ToString());
        foreach (PropertyInfo property in Properties(before))
            Same(property.GetValue(before), property.GetValue(after));
        MethodInfo? dxl = before.GetType().GetMethod("GetDxl");
        Assert.Equal(dxl?.Invoke(before, null), dxl?.Invoke(after, null));
    }

    private static void Collect(object? value, Dictionary<Type, List<object>> met)
    {
        if (value is IEnumerable list and not string)
        {
            foreach (object? element in list)
                Collect(element, met);
        }
        else if (value is not null && value.GetType().Assembly.GetName().Name == "CoexTools" && !value.GetType().IsEnum)
        {
            if (!met.TryGetValue(value.GetType(), out List<object>? known))
                met.Add(value.GetType(), known = []);
            known.Add(value);
            foreach (PropertyInfo property in Properties(value))
                Collect(property.GetValue(value), met);
        }
    }

    private static PropertyInfo[] Properties(object of) =>
        of.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance);
}
