using CoexTools.Module.Tests.Commands;
using CoexTools.Module.Tests.Rest;

namespace CoexTools.Module.Tests.Conformance;

/// <summary>Tests the parameters of the commands that make changes.</summary>
[Collection(ReportTests.SearchPath)]
public sealed class ChangingParameterTests(ModuleSession session, ServerFixture servers)
    : ParameterEffectTests(session, servers)
{
    public static TheoryData<string> Tested => Commands(command =>
        !HasSchedules(command) && CommandRules.Changing.Contains(command));

    [Theory]
    [MemberData(nameof(Tested))]
    public void Every_parameter_has_an_effect(string command) => AssertEffects(command);
}
