using System.Collections;
using System.Globalization;
using CoexTools.Audit.Exchange;
using CoexTools.Serialization;

namespace CoexTools.Input;

/// <summary>
/// The Exchange objects from the pipeline. Their properties become text, so that live objects, deserialized objects,
/// objects from JSON, and hashtables are the same.
/// </summary>
internal sealed class ExchangeInput
{
    // The properties that contain the text of a nested object from JSON, which does not have the text that Exchange
    // shows.
    private static readonly string[] TextProperties =
        ["ProxyAddressString", "SmtpAddress", "AddressString", "Address", "Domain", "OriginalString",
            "AbsoluteUri", "Value"];

    private readonly List<ExchangeObject> _objects = [];

    /// <summary>Gets the objects.</summary>
    public IReadOnlyList<ExchangeObject> Objects => _objects;

    /// <summary>Adds an object, or the elements of a list.</summary>
    /// <exception cref="CoexException">The kind of the object is unknown.</exception>
    public void Add(object? input, Action<CoexException> report)
    {
        object? plain = Rehydrator.Unwrap(input);
        if (plain is null)
            return;
        if (plain is IEnumerable list and not IDictionary and not string)
        {
            foreach (object? element in list)
                Add(element, report);
            return;
        }
        ExchangeObject? found = plain is IDictionary table
            ? ExchangeObject.Of(
                table.Keys.Cast<object>().Select(key => $"{key}"), name => Read(() => ValueOf(table, name)))
            : Recognize(PSObject.AsPSObject(input!));
        if (found is null)
            report(
                CoexException.ExchangeObjectUnknown(
                    plain is PSCustomObject ? input! : plain, PSObject.AsPSObject(input!).TypeNames[0]));
        else
            _objects.Add(found);
    }

    private static ExchangeObject? Recognize(PSObject wrapped) => ExchangeObject.Of(
        wrapped.Properties.Select(property => property.Name), name => Read(() => wrapped.Properties[name]?.Value));

    private static object? ValueOf(IDictionary table, string name) => table.Keys.Cast<object>()
        .Where(key => string.Equals($"{key}", name, StringComparison.OrdinalIgnoreCase)).Select(key => table[key])
        .FirstOrDefault();

    private static PropertyText? Read(Func<object?> get)
    {
        try
        {
            object? value = get();
            object? plain = Rehydrator.Unwrap(value);
            if (plain is null)
                return null;
            return plain is IEnumerable list and not string and not IDictionary
                ? new PropertyText([.. list.Cast<object?>().Select(TextOf)], IsList: true)
                : new PropertyText([TextOf(value)], IsList: false);
        }
        catch (GetValueException e)
        {
            return new PropertyText([], IsList: false) { Problem = e.Message };
        }
    }

    private static string TextOf(object? value)
    {
        object? plain = Rehydrator.Unwrap(value);
        if (plain is null)
            return "";
        if (plain is IDictionary table)
            return TextOf(name => ValueOf(table, name)) ?? $"@{{{string.Join("; ", table.Keys.Cast<object>())}}}";
        if (plain is not PSCustomObject && value is not PSObject)
            return Convert.ToString(plain, CultureInfo.InvariantCulture) ?? "";
        var wrapped = (PSObject)value!;
        // A deserialized object, also of an enumeration, has the text that the original showed.
        string text = wrapped.ToString();
        return plain is PSCustomObject && (text.Length == 0 || text.StartsWith("@{", StringComparison.Ordinal))
            ? TextOf(name => wrapped.Properties[name]?.Value) ?? text
            : text;
    }

    private static string? TextOf(Func<string, object?> read)
    {
        if (TextProperties.Select(name => TextOf(read(name))).FirstOrDefault(text => text.Length > 0) is not { } text)
            return null;
        if (string.Equals(TextOf(read("IncludeSubDomains")), "True", StringComparison.OrdinalIgnoreCase)
            && !text.StartsWith("*", StringComparison.Ordinal))
        {
            text = "*." + text;
        }
        // An address space has a type: SMTP, or that of another system.
        return TextOf(read("Type")) is { Length: > 0 } type ? $"{type}:{text}" : text;
    }
}
