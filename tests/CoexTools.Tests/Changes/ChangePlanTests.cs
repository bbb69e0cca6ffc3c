using CoexTools.Access;
using CoexTools.Changes;
using CoexTools.Model;
using CoexTools.Sources.Dxl.Editing;
using CoexTools.Sources.Dxl.Reading;
using CoexTools.Values;
using CsCheck;

namespace CoexTools.Tests.Changes;

public class ChangePlanTests
{
    private static readonly DateTimeOffset Now = new(2025, 7, 1, 12, 0, 0, TimeSpan.Zero);

    // Few instants, so that many documents have the same; some to come, some that are no time, some in another zone.
    private static readonly Gen<string?> Time = Gen.Int[0, 9].Select(number => number switch
    {
        0 => null,
        1 => "garbage",
        2 => "20250601T101112,34+02",
        3 => "20250601T081112,34+00", // The same instant.
        4 => "20990101T000000,00+00",
        5 => "20250701T120000,00+00", // Now.
        6 => "20250701T120000,0099-05",
        7 => "20250603",
        8 => "20250604T000000,00-0330",
        _ => "20250605T000000,00+00",
    });

    private static readonly Gen<DomainText> Text = Gen.Select(
        Gen.Int[0, 2], Gen.Int[0, 3].Select(number => new[] { "BTEx", "btex", "Other", "" }[number]), Time,
        Time, Gen.Bool,
        (unid, domain, modified, revised, hasField) => new DomainText
        {
            Unid = $"{unid:X32}",
            Domain = domain,
            Modified = modified,
            Revised = revised,
            Access = hasField ? [DomainText.Field] : [],
        });

    private static readonly Gen<List<DomainText>> Texts = Text.List[0, 7];

    // Documents in a pipeline can be of a state that the directory in memory no longer has.
    [Fact]
    public void A_plan_for_a_directory_in_memory_is_made_for_its_present_state()
    {
        var directory = new DominoDirectory(Snapshot([Document(1), Document(2)]).Content);
        DirectorySnapshot earlier = directory.State;
        Assert.Same(earlier, Plan(0).ForPresentState().Before);
        PlanWriter.Write(Plan(1), new WriteOptions("Test", Now), CancellationToken.None);
        Assert.Equal(1, Plan(0).After.Unordered.Count(document => document.HasDocumentAccess));
        ChangePlan present = Plan(0).ForPresentState();
        Assert.Equal(directory.State.Content.Documents, present.Before.Content.Documents);
        Assert.DoesNotContain(present.After.Unordered, document => document.HasDocumentAccess);

        ChangePlan Plan(int document) =>
            ChangePlan.Make(earlier, Remove([earlier.Unordered[document]]), preserveOrder: false, Now);

        static DomainText Document(int number) =>
            new() { Unid = $"{number:X32}", Domain = "BTEx", Access = [DomainText.Field] };
    }

    [Fact]
    public void Removing_the_field_everywhere_in_a_domain_keeps_the_order() =>
        Texts.Sample(texts =>
        {
            DirectorySnapshot before = Snapshot(texts.Select(text => text with { Access = [DomainText.Field] }));
            ChangePlan plan = ChangePlan.Make(before, Remove(before.Unordered), preserveOrder: false, Now);
            Assert.Equal(Order(before), Order(plan.After));
            Assert.Empty(plan.PriorityChanges);
            Assert.Equal(texts.Count, plan.Saves.Count);
            AssertSaves(plan, Now);
        });

    [Fact]
    public void The_state_after_a_plan_is_that_of_its_content_read_anew() =>
        Gen.Select(Texts, Gen.Bool.Array[7]).Sample((texts, chosen) =>
        {
            DirectorySnapshot before = Snapshot(texts);
            DirectorySnapshot after = ChangePlan.Make(
                before, Remove(before.Unordered.Where((_, index) => chosen[index])), preserveOrder: false, Now).After;
            var anew = new DirectorySnapshot(after.Content);
            Assert.Equal(Seen(anew), Seen(after));
            Assert.All(after.Unordered, document => Assert.Same(after, document.Directory));
            Assert.Same(AccessEvaluator.Of(after), AccessEvaluator.Of(after));
            Assert.NotSame(AccessEvaluator.Of(before), AccessEvaluator.Of(after));
        });

    [Fact]
    public void Preserving_the_order_keeps_it_whatever_is_changed() =>
        Gen.Select(Texts, Gen.Bool.Array[7]).Sample((texts, chosen) =>
        {
            DirectorySnapshot before = Snapshot(texts);
            ChangePlan plan = ChangePlan.Make(
                before, Remove(before.Unordered.Where((_, index) => chosen[index])), preserveOrder: true, Now);
            Assert.Equal(Order(before), Order(plan.After));
            Assert.Empty(plan.PriorityChanges);
            AssertSaves(plan, Now);

            // Saved again is what is newer than some document that is changed, and only that.
            foreach (IGrouping<string, ForeignDomainDocument> domain in ByDomain(before))
            {
                List<ForeignDomainDocument> newestFirst = [.. domain];
                int oldest = newestFirst.FindLastIndex(
                    document => document.HasDocumentAccess && chosen[document.Document.Key]);
                Assert.Equal(
                    newestFirst.Take(oldest + 1).Reverse()
                        .Select(
                            document =>
                                (
                                    document.Document.Key,
                                    !(document.HasDocumentAccess && chosen[document.Document.Key]))),
                    plan.Saves.Where(save => Same(save.Before.Domain, domain.Key))
                        .Select(save => (save.Before.Document.Key, save.IsSavedAgain)));
            }
        });

    [Fact]
    public void Without_it_an_order_that_turns_is_reported_and_no_other() =>
        Gen.Select(Texts, Gen.Bool.Array[7]).Sample((texts, chosen) =>
        {
            DirectorySnapshot before = Snapshot(texts);
            ChangePlan plan = ChangePlan.Make(
                before, Remove(before.Unordered.Where((_, index) => chosen[index])), preserveOrder: false, Now);
            AssertSaves(plan, Now);
            Assert.All(plan.Saves, save => Assert.False(save.IsSavedAgain));
            var expected = new List<(string, int, int)>();
            foreach (IGrouping<string, ForeignDomainDocument> domain in ByDomain(before))
            {
                // What is changed goes to the front, in the order that it had.
                List<ForeignDomainDocument> was = [.. domain];
                List<ForeignDomainDocument> becomes =
                [
                    .. was.OrderBy(document => document.HasDocumentAccess && chosen[document.Document.Key] ? 0 : 1),
                ];
                Assert.Equal(
                    becomes.Select(document => document.Document.Key),
                    plan.After.InOrder(OrderBy.Modified).Where(document => Same(document.Domain, domain.Key))
                        .Select(document => document.Document.Key));
                if (!was.SequenceEqual(becomes))
                    expected.Add((domain.Key.ToUpperInvariant(), was[0].Document.Key, becomes[0].Document.Key));
            }
            Assert.Equal(
                expected.Order(),
                plan.PriorityChanges.Select(
                    turned =>
                        (
                            turned.Domain.ToUpperInvariant(), turned.OldPrimary.Document.Key,
                            turned.NewPrimary.Document.Key))
                    .Order());
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_primary_s_change_alone_turns_nothing(bool preserveOrder)
    {
        DirectorySnapshot before = Snapshot(Three());
        ChangePlan plan = ChangePlan.Make(before, Remove([before.Unordered[0]]), preserveOrder, Now);
        Assert.Equal(0, Assert.Single(plan.Saves).Before.Document.Key);
        Assert.Empty(plan.PriorityChanges);
    }

    [Fact]
    public void The_secondary_s_change_makes_it_the_primary_and_is_reported()
    {
        DirectorySnapshot before = Snapshot(Three());
        ChangePlan plan = ChangePlan.Make(before, Remove([before.Unordered[1]]), preserveOrder: false, Now);
        PriorityChange turned = Assert.Single(plan.PriorityChanges);
        Assert.Equal("BTEx", turned.Domain);
        Assert.Equal("A/Acme", turned.OldPrimary.MailServer);
        Assert.Equal("B/Acme", turned.NewPrimary.MailServer);
        Assert.Equal(1, turned.NewPrimary.Priority);
        Assert.False(turned.NewPrimary.HasDocumentAccess);
    }

    [Fact]
    public void A_change_after_the_primary_is_reported_too()
    {
        DirectorySnapshot before = Snapshot(
            Three().Select((text, index) => index == 0 ? text : text with { Access = [DomainText.Field] }));
        ForeignDomainDocument[] inOrder = [.. before.InOrder(OrderBy.Modified)];
        ChangePlan plan = ChangePlan.Make(before, Remove([inOrder[0], inOrder[2]]), preserveOrder: false, Now);
        PriorityChange turned = Assert.Single(plan.PriorityChanges);
        Assert.Equal("A/Acme", turned.OldPrimary.MailServer);
        Assert.Equal("A/Acme", turned.NewPrimary.MailServer);
        Assert.Equal(["A/Acme", "C/Acme", "B/Acme"], plan.After.InOrder(OrderBy.Modified)
            .Select(document => document.MailServer));
    }

    [Fact]
    public void Times_rise_by_hundredths_oldest_first()
    {
        DirectorySnapshot before = Snapshot(Three());
        ChangePlan plan = ChangePlan.Make(before, Remove(before.Unordered), preserveOrder: false, Now.AddTicks(56_789));
        Assert.Equal(["C/Acme", "B/Acme", "A/Acme"], plan.Saves.Select(save => save.After.MailServer));
        Assert.Equal([Now, Now.AddMilliseconds(10), Now.AddMilliseconds(20)],
            plan.Saves.Select(save => save.After.Modified!.Value));
        Assert.Equal([Now, Now.AddMilliseconds(10), Now.AddMilliseconds(20)],
            plan.Saves.Select(save => save.After.Revised!.Value));
        Assert.Equal([8, 8, 8], plan.Saves.Select(save => save.After.Sequence!.Value));
    }

    [Fact]
    public void A_document_from_the_future_does_not_stay_the_newest()
    {
        DirectorySnapshot before = Snapshot(
            [new DomainText { Modified = "20300101T000000,00+00", Access = [] }, new DomainText { Server = "B/Acme" }]);
        ChangePlan plan = ChangePlan.Make(before, Remove(before.Unordered), preserveOrder: false, Now);
        Assert.Equal(
            new DateTimeOffset(2030, 1, 1, 0, 0, 0, 10, TimeSpan.Zero), Assert.Single(plan.Saves).After.Modified);
        Assert.Equal("B/Acme", plan.After.InOrder(OrderBy.Modified).First().MailServer);
    }

    [Theory]
    [InlineData("99991231T235959,99+00")]
    [InlineData("99991231T095959,99-14")]
    [InlineData("00010101T000000,00+00")]
    [InlineData("99991230T235959,98+14")]
    public void The_last_and_the_first_instant_do_no_harm(string time)
    {
        DirectorySnapshot before =
            Snapshot([new DomainText { Modified = time, Revised = time }, new DomainText { Server = "B/Acme" }]);
        ChangePlan plan = ChangePlan.Make(before, Remove(before.Unordered), preserveOrder: true, Now);
        Assert.Equal(2, plan.Saves.Count);
        Assert.All(plan.Saves, save => Assert.NotNull(save.After.Modified));
        Assert.Equal(Order(before), Order(plan.After));
    }

    [Fact]
    public void Domains_keep_apart_and_their_times_do_not_meet()
    {
        DirectorySnapshot before = Snapshot(Three().Concat(Three().Select(text => text with { Domain = "Other" })));
        ChangePlan plan = ChangePlan.Make(before, Remove(before.Unordered), preserveOrder: false, Now);
        Assert.Equal(6, plan.Saves.Select(save => save.After.Modified).Distinct().Count());
        AssertSaves(plan, Now);
        ChangePlan one = ChangePlan.Make(
            before, Remove(
                before.Unordered.Where(document => document.Domain == "Other" && document.MailServer == "C/Acme")),
            preserveOrder: true,
            Now);
        Assert.All(one.Saves, save => Assert.Equal("Other", save.Before.Domain));
        Assert.Equal([false, true, true], one.Saves.Select(save => save.IsSavedAgain));
    }

    [Fact]
    public void A_document_that_is_saved_again_keeps_all_but_its_header()
    {
        DomainText[] texts = Three();
        DirectorySnapshot before = Snapshot(texts);
        ChangePlan plan = ChangePlan.Make(before, Remove([before.Unordered[2]]), preserveOrder: true, Now);
        Assert.Equal([2, 1, 0], plan.Saves.Select(save => save.Before.Document.Key));
        Assert.Equal(
            (texts[0] with { Modified = "20250701T120000,02+00", Revised = "20250701T083000,02-0330", Sequence = "8" })
                .ToString(),
            plan.Saves[2].After.Document.Text);
    }

    [Fact]
    public void Nothing_to_do_saves_nothing()
    {
        DirectorySnapshot before = Snapshot(Three().Select(text => text with { Access = [] }));
        foreach (bool preserveOrder in new[] { false, true })
        {
            ChangePlan plan = ChangePlan.Make(before, Remove(before.Unordered), preserveOrder, Now);
            Assert.Empty(plan.Saves);
            Assert.Empty(plan.PriorityChanges);
            Assert.Equal(
                before.Unordered.Select(document => document.Document.Text),
                plan.After.Unordered.Select(document => document.Document.Text));
        }
    }

    [Fact]
    public void A_document_that_is_gone_is_an_error()
    {
        DirectorySnapshot before = Snapshot(Three());
        DirectorySnapshot fewer = Snapshot(Three().Take(1));
        CoexException error = Assert
            .Throws<CoexException>(() => ChangePlan.Make(
                fewer, Remove([before.Unordered[1]]), preserveOrder: false, Now));
        Assert.Equal("DocumentNotFound", error.ErrorId);
        Assert.Equal(before.Unordered[1].UniversalId, error.Target);
    }

    internal static IEnumerable<PlannedEdit> Remove(IEnumerable<ForeignDomainDocument> documents) =>
        documents.Select(
            document => new PlannedEdit(
                document, current => DxlTextEditor.RemoveItems(current, ForeignDomainDocument.DocumentAccessName)));

    // A was modified last, C first. They are in this order.
    private static DomainText[] Three() =>
    [
        new DomainText { Unid = new string('A', 32), Server = "A/Acme", Modified = "20250603T000000,00+00" },
        new DomainText { Unid = new string('B', 32), Server = "B/Acme", Modified = "20250602T235959,99+00" },
        new DomainText { Unid = new string('C', 32), Server = "C/Acme", Modified = "20250603T000000,00+01" },
    ];

    private static DirectorySnapshot Snapshot(IEnumerable<DomainText> texts)
    {
        var namespaces = new Dictionary<string, string>();
        return new DirectorySnapshot(
            new DirectoryContent
            {
                Name = "test",
                Documents = [.. texts.Select((text, key) => DocumentParser.Parse(text.ToString(), namespaces, key))],
            });
    }

    private static void AssertSaves(ChangePlan plan, DateTimeOffset now)
    {
        DateTimeOffset last = now - DxlTime.Resolution;
        foreach (PlannedSave save in plan.Saves)
        {
            Assert.Equal(save.Before.Document.Key, save.After.Document.Key);
            Assert.Equal(save.After.Modified, save.After.Revised);
            Assert.True(save.After.Modified >= last + DxlTime.Resolution, "ED1: times rise strictly.");
            Assert.Equal(0, save.After.Modified!.Value.Ticks % DxlTime.Resolution.Ticks);
            Assert.Equal(save.Before.Sequence + 1, save.After.Sequence);
            Assert.Equal(!save.IsSavedAgain, save.Before.HasDocumentAccess && !save.After.HasDocumentAccess);
            last = save.After.Modified.Value;
        }
    }

    private static List<string> Seen(DirectorySnapshot snapshot) =>
    [
        .. snapshot.InOrder(OrderBy.Modified).Select(document =>
            $"{document.Key} {document} {document.Priority} {document.Modified:O} {document.Sequence} "
            + $"{document.HasDocumentAccess} {document.FieldSource.DomainName} {document.Revision}"),
    ];

    private static List<int> Order(DirectorySnapshot snapshot) =>
        [.. snapshot.InOrder(OrderBy.Modified).Select(document => document.Document.Key)];

    private static IEnumerable<IGrouping<string, ForeignDomainDocument>> ByDomain(DirectorySnapshot snapshot) =>
        snapshot.InOrder(OrderBy.Modified).GroupBy(document => document.Domain, StringComparer.OrdinalIgnoreCase);

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
