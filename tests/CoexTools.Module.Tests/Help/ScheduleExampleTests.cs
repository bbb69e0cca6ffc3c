using CoexTools.Module.Tests.Commands;

namespace CoexTools.Module.Tests.Help;

/// <summary>Runs the examples that use schedules.</summary>
[Collection(Schedules.Collection)]
public sealed class ScheduleExampleTests : ExampleTests
{
    public static TheoryData<string, int> Tested => Examples(withSchedules: true);

    [Theory]
    [MemberData(nameof(Tested))]
    public void The_example_runs_and_prints_what_the_page_shows(string command, int index)
    {
        Schedules.Clear();
        AssertPrints(command, index);
    }
}
