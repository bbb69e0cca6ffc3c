using System.Management.Automation;
using System.Reflection;
using System.Text.RegularExpressions;

namespace CoexTools.Module.Tests.Conformance;

/// <summary>
/// Represents a rule. <c>Check</c> returns the problems, or nothing if the described object follows the rule.
/// </summary>
internal sealed record Rule<T>(string Name, Func<T, IEnumerable<string>> Check)
{
    public override string ToString() => Name;
}

/// <summary>The rules for commands.</summary>
internal static partial class CommandRules
{
    /// <summary>The commands that change a file, a directory in memory, or a schedule.</summary>
    public static readonly IReadOnlySet<string> Changing = new HashSet<string>
    {
        "Add-DominoGroup", "Add-DominoServer", "Export-CoexistenceFinding", "Export-CoexistenceReport",
        "Export-DominoDirectory",
        "New-DominoDirectory", "New-ForeignDomainDocument",
        "Protect-ForeignDomainDocument", "Register-CoexistenceSchedule", "Remove-DocumentAccessField",
        "Remove-ForeignDomainDocument",
        "Repair-CoexistenceConfiguration", "Set-DominoAclEntry", "Set-ForeignDomainDocument", "Undo-DirectoryChange",
        "Unregister-CoexistenceSchedule",
    };

    // Texts that do not name anything that exists, and paths, which PowerShell completes by default.
    private static readonly HashSet<string> FreeTexts =
    [
        "Connect-DominoDirectory -JournalPath",
        "Test-CoexistenceConfiguration -Accepted", "Export-CoexistenceReport -Accepted",
        "Register-CoexistenceSchedule -Accepted",
        "ConvertTo-CoexistenceDiagram -Title", "Export-CoexistenceFinding -LiteralPath",
        "Export-CoexistenceFinding -Path", "Get-CoexistenceRun -LogPath",
        "Export-CoexistenceReport -CompareWith", "Export-CoexistenceReport -LiteralPath",
        "Export-CoexistenceReport -Path", "Export-CoexistenceReport -Title", "New-DominoDirectory -Name",
        "New-DominoDirectory -ReplicaId", "New-ForeignDomainDocument -UniversalId", "Register-CoexistenceSchedule -At",
        "Register-CoexistenceSchedule -LogPath", "Register-CoexistenceSchedule -MetricPath",
        "Register-CoexistenceSchedule -NotesDatabase", "Register-CoexistenceSchedule -OutputPath",
        "Register-CoexistenceSchedule -PowerShell", "Register-CoexistenceSchedule -ReportPath",
        "Register-CoexistenceSchedule -SmtpHost",
        "Register-CoexistenceSchedule -Script", "Test-CoexistenceExchange -DominoDomain",
        "Test-CoexistenceExchange -UserAgent",
        "Test-CoexistenceServer -SmtpHost",
        // A number, or a table of numbers.
        "Measure-CoexistenceAvailability -BusyProbability", "Measure-CoexistenceAvailability -LegAvailability",
        "Measure-CoexistenceAvailability -LinkAvailability", "Measure-CoexistenceAvailability -ServerAvailability",
        "Export-CoexistenceReport -ServerAvailability",
    ];

    private static readonly Type[] Verbs =
    [
        typeof(VerbsCommon), typeof(VerbsCommunications), typeof(VerbsData), typeof(VerbsDiagnostic),
        typeof(VerbsLifecycle), typeof(VerbsOther),
        typeof(VerbsSecurity),
    ];

    private static readonly HashSet<string> ApprovedVerbs =
    [
        .. from type in Verbs
           from verb in type.GetFields(BindingFlags.Public | BindingFlags.Static)
           select (string)verb.GetRawConstantValue()!,
    ];

    private static readonly HashSet<string> Reserved = new(
        [
            .. Cmdlet.CommonParameters, .. Cmdlet.OptionalCommonParameters, "ProgressAction", "SelectProperty",
            "SelectObject",
            "vb", "db", "ea", "wa", "infa", "proga", "ev", "wv", "iv", "ov", "ob", "pv", "wi", "cf",
        ], StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyList<Rule<CommandDescription>> All { get; } =
    [
        new(
            "The verb is approved", command => When(
                !ApprovedVerbs.Contains(command.Verb), $"{command.Verb} is not an approved verb")),
        new(
            "The noun is singular and in Pascal case", command => When(
                !IsSingular(command.Noun), $"the noun is {command.Noun}")),
        new("The class is sealed and named after the command", command => When(
            !command.Type.IsSealed
                || command.Type.Name != $"{command.Verb}{command.Noun}Command", $"the class is {command.Type.Name}")),
        new("A command is at most two classes away from PSCmdlet", command => When(
            command.BaseClasses.Count > 2,
            $"its base classes are {string.Join(", ", command.BaseClasses.Select(type => type.Name))}")),
        new("The output is declared", command => When(command.OutputTypes.Count == 0, "there is no OutputType")),
        new(
            "Path has LiteralPath",
            command => command.Parameters.FirstOrDefault(parameter => parameter.Name == "Path") is null ? []
            : command.Parameters.FirstOrDefault(parameter => parameter.Name == "LiteralPath") is not { } literal
                ? ["there is no -LiteralPath"]
            : When(
                literal.Aliases.Intersect(["PSPath", "LP"])
                    .Count() < 2, "-LiteralPath does not have both aliases, PSPath and LP")),
        new("Sources are positional", command => Each(
            command,
            parameter => parameter.Name is "Directory" or "InputObject"
                && parameter.Places.Any(place => place.ValueFromPipeline)
                && parameter.Places.All(place => place.Position != 0),
            "cannot be specified by position")),
        new("Commands that make changes support ShouldProcess", command => When(
            Changing.Contains(command.Name)
                && !command.SupportsShouldProcess, "it makes changes but does not support ShouldProcess")),
        new("Other commands do not support ShouldProcess", command => When(
            !Changing.Contains(command.Name) && command.SupportsShouldProcess,
            "it supports ShouldProcess but is not in the list of commands that make changes")),
        new(
            "No parameter is a Boolean", command => Each(
                command, parameter => parameter.Type == typeof(bool), "is a Boolean instead of a switch")),
        new("No parameter has a reserved name", command => Each(
            command, parameter => Reserved.Contains(parameter.Name) || parameter.Aliases.Any(Reserved.Contains),
            "has the name of a common parameter")),
        new(
            "Parameters are singular and in Pascal case",
            command => Each(
                command, parameter => !IsSingular(parameter.Name), "is not a singular name in Pascal case")),
        new("A parameter set accepts one value from the pipeline", command =>
            from set in Sets(command)
            let takers = command.Parameters.Where(
                parameter => parameter.Places.Any(place => place.ValueFromPipeline && IsIn(place, set)))
                .Select(parameter => parameter.Name).ToList()
            where takers.Count > 1
            select $"in the set {set}, {string.Join(" and ", takers)} accept pipeline input by value"),
        new("Every name has a completer", command => Each(
            command,
            parameter => !parameter.IsCompleted
                && (parameter.Type == typeof(string) || parameter.Type == typeof(object)
                    || typeof(System.Collections.IDictionary).IsAssignableFrom(parameter.Type))
                && !FreeTexts.Contains($"{command.Name} -{parameter.Name}"),
            "has no completer")),
        new("The help has a synopsis and a description", command => When(
            string.IsNullOrWhiteSpace(command.Help?.Synopsis) || string.IsNullOrWhiteSpace(command.Help.Description),
            "the help has no synopsis or no description")),
        new("The help describes every parameter", command => Each(
            command, parameter => string.IsNullOrWhiteSpace(
                command.Help?.Parameters.GetValueOrDefault(parameter.Name)), "is not described")),
        new(
            "The help lists the input types", command => When(
                command.Help?.Inputs is not { Count: > 0 }, "the help does not list an input type")),
        new("The help lists the output types", command => When(
            !(command.Help?.Outputs ?? []).Where(name => name != "None").Order()
                .SequenceEqual(
                    command.OutputTypes.Where(type => type != typeof(void)).Select(type => type.FullName!).Order()),
            $"the help lists {string.Join(", ", command.Help?.Outputs ?? [])}, the command "
                + $"declares {string.Join(", ", command.OutputTypes)}")),
        new(
            "The help has related links", command => When(
                command.Help?.Links is not { Count: > 0 }, "the help has no links")),
        new("The help has three examples", command => When(
            command.Help?.Examples.Count(
                example => example.Contains(command.Name, StringComparison.Ordinal)) is not >= 3,
            "the help has fewer than three examples of the command")),
    ];

    private static IEnumerable<string> When(bool isWrong, string problem) => isWrong ? [problem] : [];

    private static IEnumerable<string> Each(
        CommandDescription command, Func<ParameterDescription, bool> isWrong, string problem) =>
            command.Parameters.Where(isWrong).Select(parameter => $"-{parameter.Name} {problem}");

    private static IEnumerable<string> Sets(CommandDescription command) =>
        command.Parameters.SelectMany(parameter => parameter.Places).Select(place => place.ParameterSetName).Distinct();

    private static bool IsIn(ParameterAttribute place, string set) =>
        place.ParameterSetName == set || place.ParameterSetName == ParameterAttribute.AllParameterSets;

    // The names of numbers end with their unit, as in Start-Sleep.
    private static bool IsSingular(string name) =>
        PascalCase().IsMatch(name) && (!name.EndsWith('s') || SingularInS().IsMatch(name));

    [GeneratedRegex("^([A-Z][a-z0-9]*)+$")]
    private static partial Regex PascalCase();

    [GeneratedRegex("(^As|^Nagios|ss|us|is|Seconds)$")]
    private static partial Regex SingularInS();
}

/// <summary>The rules for the module as a whole.</summary>
internal static class ModuleRules
{
    private static readonly string[] Controls = ["TableControl", "ListControl", "WideControl"];

    public static IReadOnlyList<Rule<ModuleDescription>> All { get; } =
    [
        // A single violation of this rule makes the import slower by a quarter.
        new(
            "The manifest contains only constants",
            module => module.Computed.Select(
                text => $"{text} is computed on import. Separate the elements of a list by commas")),
        new(
            "The manifest exports every command", module => module.Commands.Except(module.Exported)
                .Select(name => $"{name} is not exported")),
        new(
            "Every exported command exists", module => module.Exported.Except(module.Commands)
                .Select(name => $"{name} is not in the assembly")),
        new(
            "Every command has a page", module => module.Commands.Except(module.Pages)
                .Select(name => $"{name} has no page")),
        new(
            "Every page is about a command", module => module.Pages.Except(module.Commands)
                .Select(name => $"there is a page for {name}")),
        new(
            "The id of an error is the name of its factory",
            module => module.ErrorFactories.Where(factory => factory.Key != factory.Value)
            .Select(factory => $"{factory.Key} returns the error {factory.Value}")),
        new(
            "Every error is documented",
            module => module.Errors.Keys.Except(module.DocumentedErrors.Keys)
                .Select(id => $"{id} is not in about_CoexTools_Errors")),
        new(
            "Every documented error exists",
            module => module.DocumentedErrors.Keys.Except(module.Errors.Keys).Select(id => $"no factory returns {id}")),
        new("Every error is documented with its category", module => module.Errors
            .Where(
                error => module.DocumentedErrors.GetValueOrDefault(error.Key)?.Contains(
                    error.Value, StringComparison.Ordinal) == false)
            .Select(
                error => $"{error.Key} has the category {error.Value}, but is documented "
                    + $"with {module.DocumentedErrors[error.Key]}")),
        new("Every output type has its views", module =>
            from type in module.OutputTypes
            from control in Controls
            where module.Views.Count(view => view == (type, control)) != 1
            select $"{type} does not have exactly one {control}"),
        new(
            "Every view is of an output type",
            module => module.Views.Select(view => view.Type).Except(module.OutputTypes)
                .Select(type => $"no command returns {type}")),
    ];
}
