using System.Globalization;
using System.Xml.Linq;

namespace CoexTools.Help;

/// <summary>Writes the help of all commands in the form that <c>Get-Help</c> reads (MAML).</summary>
internal static class MamlWriter
{
    private static readonly XNamespace Items = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The text of the help file.</summary>
    public static string Write(IEnumerable<CommandPage> pages, IEnumerable<CommandShape> commands)
    {
        var root = new XElement(Items + "helpItems", new XAttribute("schema", "maml"));
        foreach (CommandShape command in commands)
            root.Add(Of(pages.First(page => page.Name == command.Name), command));
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + root.ToString().ReplaceLineEndings("\n") + "\n";
    }

    private static XElement Of(CommandPage page, CommandShape command) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml), new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(
            Command + "details",
            new XElement(Command + "name", command.Name), new XElement(Command + "verb", command.Verb), new XElement(
                Command + "noun", command.Noun),
            Text("description", page.Synopsis)),
        Text("description", page.Description),
        new XElement(Command + "syntax", command.Sets.Select(set => SyntaxOf(page, command, set))),
        new XElement(
            Command + "parameters",
            command.Parameters.Select(parameter => ParameterOf(page, parameter, parameter.Places[0], isSyntax: false))),
        new XElement(
            Command + "inputTypes",
            page.Inputs.Select(
                input => new XElement(Command + "inputType", TypeOf(input.Type), Text("description", input.Text)))),
        new XElement(
            Command + "returnValues",
            page.Outputs.Select(
                output => new XElement(
                    Command + "returnValue", TypeOf(output.Type), Text("description", output.Text)))),
        new XElement(Maml + "alertSet", Text("alert", page.Notes)),
        new XElement(Command + "examples", page.Examples.Select(ExampleOf)),
        new XElement(
            Command + "relatedLinks",
            page.Links.Select(
                link => new XElement(
                    Maml + "navigationLink", new XElement(Maml + "linkText", link), new XElement(Maml + "uri")))));

    private static XElement SyntaxOf(CommandPage page, CommandShape command, string set)
    {
        IEnumerable<(ParameterShape Parameter, ParameterPlace Place)> places =
            from parameter in command.Parameters
            let place = parameter.In(set)
            where place is not null
            orderby place.Position ?? int.MaxValue, !place.IsMandatory, parameter.IsOfShouldProcess
            select (parameter, place);
        return new XElement(
            Command + "syntaxItem", new XElement(Maml + "name", command.Name),
            places.Select(pair => ParameterOf(page, pair.Parameter, pair.Place, isSyntax: true)));
    }

    private static XElement ParameterOf(CommandPage page, ParameterShape parameter, ParameterPlace place, bool isSyntax)
    {
        ParameterText text = parameter.IsOfShouldProcess
            ? OfShouldProcess(parameter.Name)
            : page.Parameters.First(described => described.Name == parameter.Name);
        // The list of parameters contains a parameter once, with the capabilities of all its sets.
        IEnumerable<ParameterPlace> places = isSyntax ? [place] : parameter.Places;
        string[] pipeline =
        [
            .. places.Any(any => any.ByValue) ? ["ByValue"] : Array.Empty<string>(),
            .. places.Any(any => any.ByPropertyName) ? ["ByPropertyName"] : Array.Empty<string>(),
        ];
        var element = new XElement(
            Command + "parameter",
            new XAttribute("required", place.IsMandatory ? "true" : "false"),
            new XAttribute("variableLength", parameter.Type.IsArray ? "true" : "false"),
            new XAttribute("globbing", parameter.TakesWildcards ? "true" : "false"),
            new XAttribute("pipelineInput", pipeline.Length == 0 ? "False" : $"True ({string.Join(", ", pipeline)})"),
            new XAttribute("position", place.Position?.ToString(CultureInfo.InvariantCulture) ?? "named"),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Maml + "name", parameter.Name),
            Text("description", text.Text));
        if (isSyntax && parameter.Values.Count > 0)
        {
            element.Add(new XElement(
                Command + "parameterValueGroup",
                parameter.Values.Select(value => new XElement(
                    Command + "parameterValue", new XAttribute("required", "false"), new XAttribute(
                        "variableLength", "false"), value))));
        }
        if (!isSyntax || !parameter.IsSwitch)
        {
            element.Add(new XElement(
                Command + "parameterValue", new XAttribute("required", parameter.IsSwitch ? "false" : "true"),
                new XAttribute("variableLength", "false"), parameter.TypeName));
        }
        element.Add(
            TypeOf(parameter.TypeName), new XElement(
                Dev + "defaultValue", text.Default ?? (parameter.IsSwitch ? "False" : "None")));
        return element;
    }

    private static ParameterText OfShouldProcess(string name) => name == "WhatIf"
        ? new(name, ["Shows what would happen if the command runs. Nothing is changed."], "False")
        : new(name, ["Prompts you for confirmation before each change."], "False");

    // The code as it is typed, and what it prints below it.
    private static XElement ExampleOf(Example example) => new(
        Command + "example",
        new XElement(Maml + "title", $"---- {example.Title} ----"),
        new XElement(
            Dev + "code", example.Output is null ? example.Code : $"{example.Code}\n\n{example.Output.Trim('\n')}"),
        new XElement(Dev + "remarks", example.Remarks.Select(paragraph => new XElement(Maml + "para", paragraph))));

    private static XElement TypeOf(string name) =>
        new(Dev + "type", new XElement(Maml + "name", name), new XElement(Maml + "uri"));

    private static XElement Text(string element, IEnumerable<string> paragraphs) =>
        new(Maml + element, paragraphs.Select(paragraph => new XElement(Maml + "para", paragraph)));
}
