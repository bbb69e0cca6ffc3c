using System.Text;
using System.Text.RegularExpressions;
using CoexTools.Tests.Dxl;

namespace CoexTools.Stress;

/// <summary>
/// Changes DXL files with regard to their structure: elements, attributes, encodings, times, entities, nesting, and
/// lengths.
/// </summary>
internal static partial class DxlMutation
{
    private static readonly byte[][] Seeds = [.. SweepComparison.Seeds()];

    private static readonly string[] Times =
    [
        "20250601T101112,34+02", "20250601", "T101112", "00000000T000000,00", "99991231T235959,99-12",
        "20250229T250000,00+99", "", "\u0664\u0662",
        "-1", "20250601T101112,34+02 ", "20250601T101112,340000000000000000000001",
    ];

    private static readonly string[] Entities =
        ["&lt;", "&amp;", "&#x10FFFF;", "&#0;", "&#x1;", "&#xD800;", "&#xFFFE;", "&e;", "&#99999999999;", "&#x;", "&",
            "&amp", "%pe;"];

    // The kinds of change that can leave a file well-formed.
    private static readonly int[] Gentle = [3, 4, 5, 6, 7, 8];

    private static readonly string[] Values =
        ["", "Domain", "Person", "true", "\u202E", "a'b", "&#13;&#10;", "]]>", "../../etc", "CON", "$(x)", "\u0085"];

    /// <summary>Returns a changed file.</summary>
    public static byte[] Next(Random random)
    {
        byte[] seed = Seeds[random.Next(Seeds.Length)];
        string text = Encoding.UTF8.GetString(seed);
        bool isGentle = random.Next(2) == 0; // Most files remain well-formed.
        for (int edits = random.Next(1, 4); edits > 0 && text.Length is > 0 and < 3_000_000; edits--)
            text = Change(text, isGentle ? Gentle[random.Next(Gentle.Length)] : random.Next(12), isGentle, random);
        byte[] bytes = Encode(text, random);
        return !isGentle && random.Next(4) == 0 ? SweepComparison.Mutate(bytes, random) : bytes;
    }

    private static string Change(string text, int kind, bool isGentle, Random random)
    {
        MatchCollection tags = Tag().Matches(text);
        if (tags.Count == 0)
            return text + Values[random.Next(Values.Length)];
        Match tag = tags[random.Next(tags.Count)];
        Match other = tags[random.Next(tags.Count)];
        switch (kind)
        {
            case 0: // Duplicates or moves what is between two tags.
                (int from, int to) = (Math.Min(tag.Index, other.Index), Math.Max(tag.Index, other.Index));
                string part = text[from..to];
                int at = tags[random.Next(tags.Count)].Index;
                return random.Next(2) == 0 || at > from
                    ? text.Insert(at, part) : text.Remove(from, to - from).Insert(at, part);
            case 1:
                return text.Remove(tag.Index, tag.Length);
            case 2: // Another name.
                return Replace(text, tag.Groups["name"], other.Groups["name"].Value);
            case 3 when Attribute().Matches(tag.Value) is { Count: > 0 } attributes:
                Match attribute = attributes[random.Next(attributes.Count)];
                string quoted = random.Next(isGentle ? 2 : 0, 3) switch
                {
                    0 => "",
                    1 => attribute.Value + attribute.Value,
                    _ => $" {attribute.Groups["name"].Value}='{Values[random.Next(Values.Length)]}'",
                };
                return text.Remove(tag.Index + attribute.Index, attribute.Length)
                    .Insert(tag.Index + attribute.Index, quoted);
            case 4 when DateTimeText().Matches(text) is { Count: > 0 } times:
                return Replace(text, times[random.Next(times.Count)].Groups["time"], Times[random.Next(Times.Length)]);
            case 5:
                return text.Insert(tag.Index + tag.Length, Entities[random.Next(isGentle ? 3 : Entities.Length)]);
            case 6: // Deep nesting, closed or not.
                int depth = 1 << random.Next(2, 13);
                int ends = depth - random.Next(isGentle ? 1 : 2);
                return text.Insert(
                    tag.Index, string.Concat(Enumerable.Repeat("<a>", depth))
                        + string.Concat(Enumerable.Repeat("</a>", ends)));
            case 7: // A long name, value, or text.
                string filler = new((char)random.Next('a', 'z'), 1 << random.Next(4, 18));
                return text.Insert(
                    tag.Index,
                    random.Next(
                        3) switch
                    {
                        0 => $"<{filler}/>",
                        1 => $"<item name='{filler}'/>",
                        _ =>
                            $"<![CDATA[{filler}]]>"
                    });
            case 8:
                return text.Insert(tag.Index, random.Next(isGentle ? 2 : 4) switch
                {
                    0 => "<!-- <document form='Domain'> -->",
                    1 => "<![CDATA[</document>]]>",
                    2 => "<?xml version='1.1'?>",
                    _ => "<!DOCTYPE x [<!ENTITY e 'v'>]>",
                });
            case 9: // Swaps two tags.
                return tag.Index == other.Index ? text : Swap(text, tag, other);
            case 10: // A namespace.
                return text.Insert(
                    tag.Index + tag.Length - 1, random.Next(2) == 0
                        ? " xmlns='urn:x'" : " xmlns:d='http://www.lotus.com/dxl'");
            default:
                return text.Insert(tag.Index + random.Next(tag.Length + 1), Values[random.Next(Values.Length)]);
        }
    }

    private static byte[] Encode(string text, Random random)
    {
        switch (random.Next(10))
        {
            case 0: // Another encoding, declared or not.
                Encoding encoding = Encoding.GetEncoding(
                    random.Next(4) switch { 0 => "utf-16", 1 => "utf-16BE", 2 => "utf-32", _ => "iso-8859-1" });
                string declared = Declaration()
                    .Replace(text, $"<?xml version='1.0' encoding='{encoding.WebName}'?>", 1);
                return [.. random.Next(2) == 0 ? encoding.GetPreamble() : [], .. encoding.GetBytes(declared)];
            case 1: // A declaration that is not true.
                return Encoding.UTF8.GetBytes(
                    Declaration().Replace(text, "<?xml version='1.0' encoding='utf-16'?>", 1));
            case 2:
                return [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)];
            default:
                return Encoding.UTF8.GetBytes(text);
        }
    }

    private static string Replace(string text, Group group, string by) =>
        text.Remove(group.Index, group.Length).Insert(group.Index, by);

    private static string Swap(string text, Match one, Match other)
    {
        (Match first, Match second) = one.Index < other.Index ? (one, other) : (other, one);
        return text[..first.Index] + second.Value + text[(first.Index + first.Length)..second.Index] + first.Value
            + text[(second.Index + second.Length)..];
    }

    [GeneratedRegex("</?(?<name>[A-Za-z_][A-Za-z0-9_.:-]*)[^<>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s(?<name>[A-Za-z:]+)\s*=\s*('[^']*'|""[^""]*"")")]
    private static partial Regex Attribute();

    [GeneratedRegex("<datetime[^>]*>(?<time>[^<]*)<")]
    private static partial Regex DateTimeText();

    [GeneratedRegex(@"<\?xml[^>]*\?>")]
    private static partial Regex Declaration();
}
