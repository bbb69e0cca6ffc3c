using CoexTools.Module.Tests.Commands;
using CoexTools.Module.Tests.Rest;

namespace CoexTools.Module.Tests.Conformance;

/// <summary>Tests the parameters of the commands that access schedules.</summary>
[Collection(Schedules.Collection)]
public sealed class ScheduleParameterTests(ModuleSession session, ServerFixture servers)
    : ParameterEffectTests(session, servers), IDisposable
{
    public static TheoryData<string> Tested => Commands(HasSchedules);

    [Theory]
    [MemberData(nameof(Tested))]
    public void Every_parameter_has_an_effect(string command) => AssertEffects(command);

    protected override IEnumerable<string> Folders => [.. base.Folders, Schedules.Folder];

    public void Dispose() => Schedules.Clear();

    protected override void Prepare(string script)
    {
        Schedules.Clear();
        base.Prepare(script);
    }
}
