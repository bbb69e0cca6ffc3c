using System.Runtime.CompilerServices;

namespace CoexTools.Sources.Dxl.Reading;

/// <summary>Recognizes the end of a tag: the first &gt; that is not within the quotes of an attribute.</summary>
internal struct TagEnd
{
    private int _quote;

    /// <summary>Gets whether the position is within a value in quotes.</summary>
    public readonly bool IsInQuotes => _quote != 0;

    /// <summary>Returns the position after the tag that starts at a position of a well-formed text.</summary>
    [MethodImpl(JitOptions.FullOptimization)]
    public static int After(string text, int start)
    {
        var end = new TagEnd();
        while (!end.IsAt(text[start++]))
        {
        }
        return start;
    }

    /// <summary>Returns whether the next character of the tag, or its next byte, ends the tag.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsAt(int c)
    {
        if (_quote != 0)
            _quote = c == _quote ? 0 : _quote;
        else if (c is '\'' or '"')
            _quote = c;
        else
            return c == '>';
        return false;
    }
}
