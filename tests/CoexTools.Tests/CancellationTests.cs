using System.Text;
using CoexTools.Analysis;
using CoexTools.Model;
using CoexTools.Names;
using CoexTools.Simulation;
using CoexTools.Sources.Dxl.Reading;

namespace CoexTools.Tests;

/// <summary>
/// Tests that work that takes long ends soon after it is cancelled. What counts is the work that is still done, which
/// does not depend on the speed of the computer.
/// </summary>
public sealed class CancellationTests
{
    private const int Megabytes = 40;

    // The part of the file that may still be read: blocks that were requested before the cancellation.
    private const double StillRead = 4.0 / Megabytes;

    // The number of states between two checks of the search.
    private const long StatesOfCheck = 256;

    // Many documents, and one that is as large as all of these.
    [Theory]
    [InlineData("Memo", 1, false)]
    [InlineData("Memo", Megabytes, false)]
    [InlineData("Domain", Megabytes, false)]
    [InlineData("Memo", 1, true)]
    [InlineData("Memo", Megabytes, true)]
    [InlineData("Domain", Megabytes, true)]
    public void Reading_a_large_file_ends_after_a_few_blocks(string form, int megabytes, bool isStrict)
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.FullName, "names.dxl");
        Write(path, form, megabytes);
        using var cancel = new CancellationTokenSource();
        double? cancelled = null;
        double last = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => new DxlReader(path, isStrict).Read(
            FieldMap.Default, _ => { }, cancel.Token, (_, read) =>
            {
                last = read;
                if (read > 0.1 && cancelled is null)
                {
                    cancelled = read;
                    cancel.Cancel();
                }
            }));
        Assert.InRange(cancelled!.Value, 0.1, 0.5);
        Assert.InRange(last - cancelled.Value, 0, StillRead);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_search_for_outages_ends_at_its_next_check(bool isLimited)
    {
        using var cancel = new CancellationTokenSource();
        long states = 0, cancelled = 0;
        Component[] components =
            [.. Enumerable.Range(0, 40).Select(i => Component.Of(NotesName.FromText($"Domino{i:00}/Acme")!))];
        Assert.ThrowsAny<OperationCanceledException>(() => OutageSearch.Run(
            network =>
            {
                states++;
                return components.Count(component => network.IsDown(component.Server)) < 20;
            },
            components, new OutageScope(), new ComponentOdds(), int.MaxValue, isLimited ? 1_000 : long.MaxValue,
            (_, _) =>
            {
                // With a limit, the search starts again with few failures at once.
                if (cancelled > 0 || states < (isLimited ? 2_000 : 1))
                    return;
                cancelled = states;
                cancel.Cancel();
            },
            cancel.Token));
        Assert.InRange(states - cancelled, 0, StatesOfCheck);
    }

    private static void Write(string path, string form, int megabytes)
    {
        byte[] line = Encoding.UTF8.GetBytes($"<item name='Body'><text>{new string('x', 990)}</text></item>\n");
        using FileStream file = File.Create(path);
        file.Write("<database>\n"u8);
        for (int written = 0; written < Megabytes; written += megabytes)
        {
            file.Write(Encoding.UTF8.GetBytes($"<document form='{form}'>\n"));
            for (int i = 0; i < megabytes * 1024; i++)
                file.Write(line);
            file.Write("</document>\n"u8);
        }
        file.Write("</database>\n"u8);
    }
}
