using System.Globalization;

namespace CoexTools.Consoles;

/// <summary>A line of a console log.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The number of the line, from 1.</param>
/// <param name="Time">The local time of the server.</param>
internal readonly record struct ConsoleSighting(string Path, long Line, DateTime Time)
{
    /// <summary>Gets the time, as the server wrote it but for the format.</summary>
    public string TimeText => TextOf(Time);

    /// <summary>Returns a local time, as the server wrote it but for the format.</summary>
    public static string TextOf(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Returns the time, the file, and the line.</summary>
    public override string ToString() =>
        string.Format(CultureInfo.InvariantCulture, "{0} (local time), {1}, line {2}", TimeText, Path, Line);
}
