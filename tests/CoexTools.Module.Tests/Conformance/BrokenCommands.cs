using System.Management.Automation;

namespace CoexTools.Module.Tests.Conformance;

/// <summary>
/// Sample commands: one that follows all rules, and for each rule one that violates it. They prove that every rule
/// works.
/// </summary>
internal static class BrokenCommands
{
    /// <summary>A command that follows all rules.</summary>
    public static CommandDescription Sound { get; } = Of(typeof(GetThingCommand));

    /// <summary>For each rule, a command that violates it.</summary>
    public static IReadOnlyDictionary<string, CommandDescription> ByRule { get; } =
        new Dictionary<string, CommandDescription>
        {
            ["The verb is approved"] = Of(typeof(FetchThingCommand)),
            ["The noun is singular and in Pascal case"] = Of(typeof(GetThingsCommand)),
            ["The class is sealed and named after the command"] = Of(typeof(Thing)),
            ["A command is at most two classes away from PSCmdlet"] = Of(typeof(GetDeepThingCommand)),
            ["The output is declared"] = Of(typeof(GetSilentThingCommand)),
            ["Path has LiteralPath"] = Of(typeof(GetThingAtPathCommand)),
            ["Sources are positional"] = Of(typeof(GetThingOfDirectoryCommand)),
            ["Commands that make changes support ShouldProcess"] = Of(typeof(AddDominoGroupCommand)),
            ["Other commands do not support ShouldProcess"] = Of(typeof(GetThingThatAsksCommand)),
            ["No parameter is a Boolean"] = Of(typeof(GetTrueThingCommand)),
            ["No parameter has a reserved name"] = Of(typeof(GetVerboseThingCommand)),
            ["Parameters are singular and in Pascal case"] = Of(typeof(GetThingOfServersCommand)),
            ["A parameter set accepts one value from the pipeline"] = Of(typeof(GetThingTwiceCommand)),
            ["Every name has a completer"] = Of(typeof(GetNamedThingCommand)),
            ["The help has a synopsis and a description"] = Sound with { Help = Sound.Help! with { Description = "" } },
            ["The help describes every parameter"] = Sound with
            {
                Help = Sound.Help! with { Parameters = new Dictionary<string, string> { ["Strict"] = " " } },
            },
            ["The help lists the input types"] = Sound with { Help = Sound.Help! with { Inputs = [] } },
            ["The help lists the output types"] = Sound with { Help = Sound.Help! with { Outputs = ["System.Int32"] } },
            ["The help has related links"] = Sound with { Help = Sound.Help! with { Links = [] } },
            ["The help has three examples"] =
                Sound with { Help = Sound.Help! with { Examples = ["Get-Thing", "Get-Thing -Strict", "Get-Other"] } },
        };

    private static CommandDescription Of(Type type)
    {
        var command = new CommandDescription(type, null);
        return command with
        {
            Help = new CommandHelp(
                "Gets.", "Gets a thing.", command.Parameters.ToDictionary(
                    parameter => parameter.Name, parameter => "Something."), ["None"],
                [.. command.OutputTypes.Select(output => output.FullName!)], ["Get-Other"],
                [command.Name, command.Name, command.Name]),
        };
    }

    [Cmdlet(VerbsCommon.Get, "Thing")]
    [OutputType(typeof(string))]
    private sealed class GetThingCommand : Cmdlet
    {
        [Parameter]
        public SwitchParameter Strict { get; set; }
    }

    [Cmdlet("Fetch", "Thing")]
    [OutputType(typeof(string))]
    private sealed class FetchThingCommand : Cmdlet;

    [Cmdlet(VerbsCommon.Get, "Things")]
    [OutputType(typeof(string))]
    private sealed class GetThingsCommand : Cmdlet;

    [Cmdlet(VerbsCommon.Get, "Thing")]
    [OutputType(typeof(string))]
    private sealed class Thing : Cmdlet;

    private abstract class First : PSCmdlet;

    private abstract class Second : First;

    private abstract class Third : Second;

    [Cmdlet(VerbsCommon.Get, "DeepThing")]
    [OutputType(typeof(string))]
    private sealed class GetDeepThingCommand : Third;

    [Cmdlet(VerbsCommon.Get, "SilentThing")]
    private sealed class GetSilentThingCommand : Cmdlet;

    [Cmdlet(VerbsCommon.Get, "ThingAtPath", DefaultParameterSetName = "Path")]
    [OutputType(typeof(string))]
    private sealed class GetThingAtPathCommand : Cmdlet
    {
        [Parameter(ParameterSetName = "Path")]
        [ValidateSet("here")]
        public string[] Path { get; set; } = [];

        [Parameter(ParameterSetName = "LiteralPath")]
        [Alias("PSPath")]
        [ValidateSet("here")]
        public string[] LiteralPath { get; set; } = [];
    }

    [Cmdlet(VerbsCommon.Get, "ThingOfDirectory", DefaultParameterSetName = "Path")]
    [OutputType(typeof(string))]
    private sealed class GetThingOfDirectoryCommand : Cmdlet
    {
        [Parameter(Position = 0, ParameterSetName = "Path")]
        [ValidateSet("here")]
        public string[] Path { get; set; } = [];

        [Parameter(ValueFromPipeline = true, ParameterSetName = "Directory")]
        public int[] Directory { get; set; } = [];
    }

    [Cmdlet(VerbsCommon.Add, "DominoGroup")]
    [OutputType(typeof(string))]
    private sealed class AddDominoGroupCommand : Cmdlet;

    [Cmdlet(VerbsCommon.Get, "ThingThatAsks", SupportsShouldProcess = true)]
    [OutputType(typeof(string))]
    private sealed class GetThingThatAsksCommand : Cmdlet;

    [Cmdlet(VerbsCommon.Get, "TrueThing")]
    [OutputType(typeof(string))]
    private sealed class GetTrueThingCommand : Cmdlet
    {
        [Parameter]
        public bool? Strict { get; set; }
    }

    [Cmdlet(VerbsCommon.Get, "VerboseThing")]
    [OutputType(typeof(string))]
    private sealed class GetVerboseThingCommand : Cmdlet
    {
        [Parameter]
        [Alias("ea")]
        public SwitchParameter Strict { get; set; }
    }

    [Cmdlet(VerbsCommon.Get, "ThingOfServers")]
    [OutputType(typeof(string))]
    private sealed class GetThingOfServersCommand : Cmdlet
    {
        [Parameter]
        [ValidateSet("DominoA")]
        public string[] Servers { get; set; } = [];
    }

    [Cmdlet(VerbsCommon.Get, "ThingTwice")]
    [OutputType(typeof(string))]
    private sealed class GetThingTwiceCommand : Cmdlet
    {
        [Parameter(ValueFromPipeline = true)]
        public int One { get; set; }

        [Parameter(ValueFromPipeline = true, ParameterSetName = "Other")]
        public int Other { get; set; }
    }

    [Cmdlet(VerbsCommon.Get, "NamedThing")]
    [OutputType(typeof(string))]
    private sealed class GetNamedThingCommand : Cmdlet
    {
        [Parameter]
        public string[] Server { get; set; } = [];
    }
}
