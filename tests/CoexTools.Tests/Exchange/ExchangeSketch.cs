using CoexTools.Audit;
using CoexTools.Audit.Exchange;

namespace CoexTools.Tests;

/// <summary>Exchange objects in one line each, and short ways to audit them.</summary>
internal static class ExchangeSketch
{
    public const string Domain = "domino.acme.com";
    public const string Online = "OriginatingServer=DB7PR04A01DC003.EURPRD04.prod.outlook.com";
    public const string OnPremises = "OriginatingServer=dc01.acme.com";

    public static DateTimeOffset Now { get; } = new(2026, 11, 26, 0, 0, 0, TimeSpan.Zero);

    /// <summary>An object: <c>Name=value; Name=null; Name=[a|b]; Name=!problem</c>. A list is in brackets.</summary>
    public static ExchangeObject? TryObject(string sketch)
    {
        Dictionary<string, PropertyText?> properties = sketch.Split("; ", StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2))
            .ToDictionary(part => part[0], part => Value(part[1]));
        return ExchangeObject.Of(properties.Keys, name => properties[name]);
    }

    public static ExchangeObject Object(string sketch)
    {
        ExchangeObject? found = TryObject(sketch);
        Assert.True(found is not null, sketch);
        return found;
    }

    /// <summary>Applies a rule to objects, divided by <c> + </c>.</summary>
    public static IReadOnlyList<CoexistenceFinding> Run(string rule, string objects, ExchangeAuditInput? input = null)
    {
        IEnumerable<ExchangeObject> all = objects.Split(" + ", StringSplitOptions.RemoveEmptyEntries).Select(Object);
        var audit = new ExchangeAudit([.. all], input ?? new ExchangeAuditInput([Domain], Now));
        return [
            .. audit.Run(ExchangeRules.All.Where(one => rule == "*" || one.Rule.Id == rule), CancellationToken.None)];
    }

    private static PropertyText? Value(string text) =>
        text == "null" ? null
        : text.StartsWith('!') ? new PropertyText([], IsList: false) { Problem = text[1..] }
        : text.StartsWith('[') && text.EndsWith(']')
            ? new PropertyText(text[1..^1].Split('|', StringSplitOptions.RemoveEmptyEntries), IsList: true)
            : new PropertyText([text], IsList: false);
}
