using System.Management.Automation;

namespace CoexTools.Module.Tests.Commands;

/// <summary>Test-CoexistenceExchange with objects in every shape.</summary>
public sealed class ExchangeTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private const string Test = "Test-CoexistenceExchange";
    private const string Call = Test + " -DominoDomain domino.acme.com -ApplicationId " + ExchangeObjects.App
        + " -UserAgent 'Coex/1.0' -Date 2026-11-26Z";

    public static TheoryData<string> Shapes => [.. ExchangeObjects.Shapes];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_good_configuration_passes_in_every_shape(string shape)
    {
        Set(shape, _ => { });
        Outcome outcome = session
            .Run($"$objects | {Call} -IncludePassed | ForEach-Object {{ \"$($_.Rule) $($_.Outcome)\" }}");
        Assert.Equal(
            [
                .. Enumerable.Range(1, 23)
                    .Select(i => $"CE{i:000} {(i == 2 ? "Fail" : i == 16 ? "NotApplicable" : "Pass")}"),
            ],
            outcome.Lines);
        Assert.Equal(["CE002"], session.Run($"($objects | {Call}).Rule").Lines);
        Assert.Equal(["True", "False"],
            session.Run($"$objects | {Call} -Quiet -ExcludeRule CE002; $objects | {Call} -Quiet").Lines);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Each_rule_finds_its_violation_in_every_shape(string shape)
    {
        foreach ((string rule, Action<ExchangeObjects.Configuration> violate) in ExchangeObjects.Violations)
        {
            Set(shape, violate);
            Assert.Equal(
                [$"{rule} Fail"],
                session
                    .Run($"$objects | {Call} -Rule {rule} | ForEach-Object {{ \"$($_.Rule) $($_.Outcome)\" }}").Lines);
        }
    }

    [Fact]
    public void Kinds_that_are_missing_are_not_checked()
    {
        Assert.Equal(
            [.. Enumerable.Range(1, 23).Select(i => $"CE{i:000} NotChecked")],
            session.Run($"@() | {Call} | ForEach-Object {{ \"$($_.Rule) $($_.Outcome)\" }}").Lines);
        Assert.Equal(["False"], session.Run($"@() | {Call} -Quiet").Lines);
        Assert.Equal(
            ["Fail RemoteDomain"],
            session.Run(
                $"@() | {Call} -QueriedKind RemoteDomain -Rule NoRemoteDomain | ForEach-Object {{ \"$($_.Outcome) "
                    + "$($_.ObjectKind)\" }").Lines);
    }

    [Fact]
    public void Objects_can_be_passed_as_one_list_and_as_hashtables()
    {
        Assert.Equal(
            ["Pass", "Pass"],
            session.Run(
                $"({Test} -InputObject @(@(@{{ forestname = 'Domino.Acme.Com'; accessmethod = 'OrgWideFB' }}), @{{ "
                    + "EwsEnabled = 'true' }) "
                    + "-DominoDomain '@domino.acme.com' -Rule CE001, CE005 -IncludePassed).Outcome").Lines);
    }

    [Theory]
    [InlineData("@{ Name = 'x' }", "Hashtable")]
    [InlineData("'text'", "System.String")]
    [InlineData("5", "System.Int32")]
    [InlineData("[pscustomobject]@{ DomainName = 'acme.com'; DomainType = 'Authoritative' }", "PSCustomObject")]
    [InlineData(
        "Get-ForeignDomainDocument security-on.dxl | Where-Object Priority -eq 1",
        "CoexTools.Model.ForeignDomainDocument")]
    public void Another_object_is_an_error_and_the_rest_is_tested(string other, string type)
    {
        Outcome outcome = session
            .Try($"& {{ {other}; @{{ EwsEnabled = $true }} }} | {Call} -Rule CE001 -IncludePassed");
        ErrorRecord error = Assert.Single(outcome.Errors);
        Assert.Equal(
            "ExchangeObjectUnknown,CoexTools.Commands.TestCoexistenceExchangeCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.InvalidData, error.CategoryInfo.Category);
        Assert.Contains(type, error.Exception.Message);
        Assert.NotNull(error.TargetObject);
        Assert.Equal(["Pass"], outcome.Values("Outcome").Select(value => value!.ToString()));
        Assert.Equal(["False"],
            session.Try($"& {{ {other}; @{{ EwsEnabled = $true }} }} | {Call} -Rule CE001 -Quiet").Lines);
    }

    [Fact]
    public void A_property_that_cannot_be_read_is_not_checked()
    {
        session.Set("broken", new Broken());
        Assert.Equal(
            ["NotChecked: The value of EwsEnabled in OrganizationConfig cannot be interpreted:"],
            session
                .Run($"$broken | {Call} -Rule CE001 | ForEach-Object {{ \"$($_.Outcome): $($_.Reason)\" "
                    + "-replace \" '.*\" }").Lines);
    }

    [Theory]
    [InlineData("11111111-2222-3333-4444-555555555555")]
    [InlineData("11111111222233334444555555555555")]
    [InlineData("'{11111111-2222-3333-4444-555555555555}'")]
    [InlineData("'(11111111-2222-3333-4444-555555555555)'")]
    [InlineData("([guid]'11111111-2222-3333-4444-555555555555')")]
    public void An_application_id_has_any_format(string id) => Assert.Equal(
        ["Pass"],
        session
            .Run($"(@{{ EwsEnabled = $true; EwsAllowedAppIDs = '{ExchangeObjects.App}' }} | {Test} -DominoDomain "
                + $"d.com -ApplicationId {id} "
                + "-Rule CE003 -IncludePassed).Outcome").Lines);

    [Fact]
    public void An_application_id_that_is_not_a_GUID_is_refused() => Assert.StartsWith(
        "CannotConvertArgumentNoMessage",
        Assert.Single(
            session
                .Try($"@{{ EwsEnabled = $true }} | {Test} -DominoDomain d.com "
                    + "-ApplicationId app").Errors).FullyQualifiedErrorId);

    [Theory]
    [InlineData("live", "MultiValuedProperty`1", "AvailabilityAccessMethod")]
    [InlineData("deserialized", "ArrayList", "Int32")]
    [InlineData("Clixml with arrays", "ArrayList", "Int32")]
    [InlineData("Clixml with strings", "String", "Int32")]
    [InlineData("JSON", "Object[]", "String")]
    [InlineData("hashtable", "MultiValuedProperty`1", "AvailabilityAccessMethod")]
    public void A_shape_is_what_it_says(string shape, string list, string enumeration)
    {
        Set(shape, _ => { });
        Assert.Equal(
            [list, enumeration], session.Run(
                "$objects[4].AddressSpaces.GetType().Name; $objects[1].AccessMethod.GetType().Name").Lines);
    }

    [Fact]
    public void A_foreign_domain_is_not_a_Domino_domain()
    {
        Outcome outcome = session.Run(
            $"@{{ EwsEnabled = $true }} | {Test} -DominoDomain btex -Directory (Import-DominoDirectory "
                + "security-on.dxl) -Rule CE001");
        Assert.Contains("'BTEx' is a foreign domain", Assert.Single(outcome.Warnings));
    }

    [Fact]
    public void A_deserialized_directory_is_accepted()
    {
        Outcome outcome = session.Run(
            "$d = [Management.Automation.PSSerializer]::Serialize((Import-DominoDirectory security-on.dxl), 2); "
                + "$d = [Management.Automation.PSSerializer]::Deserialize($d); "
                + $"@{{ AddressSpaces = 'd.com'; SmartHosts = 'a' }} | {Test} -DominoDomain d.com -Directory $d -Rule "
                + "CE016 | ForEach-Object Server");
        Assert.Equal(["DominoA/Acme", "DominoB/Acme"], outcome.Lines.Order());
    }

    [Fact]
    public void Findings_survive_serialization()
    {
        Outcome outcome = session.Run(
            $"$one = @(@{{ DomainName = '*'; TNEFEnabled = $true }} | {Call} -Rule CE010)[0]; "
                + "$two = [Management.Automation.PSSerializer]::Deserialize("
                + "[Management.Automation.PSSerializer]::Serialize($one, 2)); "
                + "$one.GetType().Name; $two.GetType().Name; "
                + "foreach ($name in 'Outcome', 'ObjectKind', 'ObjectName', 'Source', 'Reason') { \"$($one.$name)\" "
                + "-ceq \"$($two.$name)\" }");
        Assert
            .Equal(["CoexistenceFinding", "CoexistenceFinding", "True", "True", "True", "True", "True"], outcome.Lines);
    }

    [Fact]
    public void Unknown_rules_are_errors_and_rules_of_the_directory_are_unknown() =>
        session.Try($"@{{ EwsEnabled = $true }} | {Call} -Rule CX001")
        .TheError("RuleNotFound", Test, ErrorCategory.ObjectNotFound, "CX001");

    [Fact]
    public void The_rules_are_listed_with_their_source()
    {
        IReadOnlyList<PSObject> rules = session.Run("Get-CoexistenceRule CE*").Output;
        Assert.Equal(23, rules.Count);
        Assert.All(rules, rule => Assert.StartsWith("https://", (string)rule.Get("Source")!));
        Assert.Equal(["CE001"], session.Run("(Get-CoexistenceRule EwsOff).Id").Lines);
    }

    private void Set(string shape, Action<ExchangeObjects.Configuration> change)
    {
        var configuration = new ExchangeObjects.Configuration();
        change(configuration);
        session.Set("objects", configuration.All.Select(live => ExchangeObjects.InShape(live, shape)).ToArray());
    }

    private sealed class Broken
    {
        public bool EwsEnabled => throw new InvalidOperationException("The server is not available.");
    }
}
