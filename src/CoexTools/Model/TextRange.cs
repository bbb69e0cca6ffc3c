namespace CoexTools.Model;

/// <summary>Represents a range of a text, in characters.</summary>
internal readonly record struct TextRange(int Start, int Length)
{
    public int End => Start + Length;

    public static TextRange Between(int start, int end) => new(start, end - start);
}
