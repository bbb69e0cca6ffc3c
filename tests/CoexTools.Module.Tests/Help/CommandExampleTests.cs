namespace CoexTools.Module.Tests.Help;

/// <summary>Runs the examples that use no schedules.</summary>
public sealed class CommandExampleTests : ExampleTests
{
    public static TheoryData<string, int> Tested => Examples(withSchedules: false);

    [Theory]
    [MemberData(nameof(Tested))]
    public void The_example_runs_and_prints_what_the_page_shows(string command, int index) =>
        AssertPrints(command, index);

    [Fact]
    public void Every_page_has_three_examples_that_name_its_command()
    {
        foreach (HelpPage page in HelpPage.All)
        {
            Assert.True(page.Examples.Count >= 3, page.Name);
            Assert.All(page.Examples, example => Assert.Contains(page.Name, example.Code));
        }
    }
}
