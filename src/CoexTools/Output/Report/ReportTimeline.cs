using System.Globalization;

namespace CoexTools.Output.Report;

/// <summary>Draws the modification times of the documents of a domain on a line.</summary>
internal static class ReportTimeline
{
    private const int Width = 860, Left = 30, Right = 30, LabelWidth = 46, LabelHeight = 18, Top = 24;

    /// <summary>Returns the SVG; null if fewer than two times are known.</summary>
    public static string? Write(ReportDomain domain)
    {
        List<(int Number, DateTimeOffset Time)> times =
        [
            .. domain.Documents.Select((document, index) => (Number: index + 1, document.Modified))
                .Where(one => one.Modified is not null)
                .Select(one => (one.Number, one.Modified!.Value)).OrderBy(one => one.Value).ThenBy(one => one.Number),
        ];
        if (times.Count < 2)
            return null;
        (DateTimeOffset first, DateTimeOffset last) = (times[0].Time, times[times.Count - 1].Time);
        List<(int X, int Row, int Number, string Text)> marks = Marks(times);
        int axis = Top + ((marks.Max(mark => mark.Row) + 1) * LabelHeight) + 10, height = axis + 34;
        var html = new HtmlWriter();
        string description = string.Join(
            " ", marks.OrderBy(mark => mark.Number).Select(mark => $"Document {mark.Number}: {mark.Text}."));
        html.Element(
            "svg",
            [
                "class", "timeline", "width", Text(Width), "height", Text(
                    height), "viewBox", $"0 0 {Text(Width)} {Text(height)}", "role", "img",
                "aria-label", $"Modification times of the documents for {domain.Name}. {description}",
            ],
            () =>
            {
                html.Element(
                    "line", "", "class", "axis", "x1", Text(Left), "y1", Text(axis), "x2", Text(
                        Width - Right), "y2", Text(axis));
                foreach ((int x, int row, int number, string text) in marks)
                {
                    int y = axis - 14 - (row * LabelHeight);
                    html.Element(
                        "line", "", "class", "stem", "x1", Text(x), "y1", Text(y + 3), "x2", Text(x), "y2", Text(axis));
                    html.Element(
                        "circle",
                        ["class", number == 1 ? "first" : "dot", "cx", Text(x), "cy", Text(
                            axis), "r", number == 1 ? "7" : "5"],
                        () => html.Element("title", $"Document {Text(number)}, {text}"));
                    html.Element(
                        "text", number == 1 ? "1 primary" : Text(number), "x", Text(x), "y", Text(
                            y), "text-anchor", Anchor(x));
                }
                html.Element("text", ReportText.Time(first), "x", Text(Left), "y", Text(axis + 26));
                html.Element(
                    "text", ReportText.Time(last), "x", Text(Width - Right), "y", Text(
                        axis + 26), "text-anchor", "end");
            });
        return html.ToString();

        static string Anchor(int x) =>
            x < Left + LabelWidth ? "start" : x > Width - Right - LabelWidth ? "end" : "middle";
    }

    // Labels that would overlap are in different rows.
    private static List<(int X, int Row, int Number, string Text)> Marks(List<(int Number, DateTimeOffset Time)> times)
    {
        DateTimeOffset first = times[0].Time;
        long span = Math.Max(1, (times[times.Count - 1].Time - first).Ticks);
        List<int> ends = []; // The right end of the labels in each row.
        List<(int X, int Row, int Number, string Text)> marks = [];
        foreach ((int number, DateTimeOffset time) in times)
        {
            int x = Left + (int)((decimal)(time - first).Ticks * (Width - Left - Right) / span);
            int row = ends.FindIndex(end => end <= x - (LabelWidth / 2));
            if (row < 0)
            {
                row = ends.Count;
                ends.Add(0);
            }
            ends[row] = x + (LabelWidth / 2);
            marks.Add((x, row, number, ReportText.Time(time)));
        }
        return marks;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
