using CoexTools.Model;
using CoexTools.Simulation;

namespace CoexTools.Tests;

/// <summary>OR1 to OR6, and what an order has to assume.</summary>
public class OrderTests
{
    [Theory]
    [InlineData("OR1 latest first", "A at=20250310T093015,12+00 | B at=20250311T093015,12+00", "B A", "")]
    [InlineData("OR1 hundredths count", "A at=20250310T093015,12+00 | B at=20250310T093015,13+00", "B A", "")]
    [InlineData(
        "OR1 the instant counts, not the local time",
        "A at=20250310T120000,00+02 | B at=20250310T110000,00+00", "B A", "")]
    [InlineData(
        "OR1 half hours of zones count", "A at=20250310T120000,00+0530 | B at=20250310T120000,00+05", "B A", "")]
    [InlineData("OR1 a zone may turn the day", "A at=20250311T003000,00+02 | B at=20250310T230000,00-01", "B A", "")]
    [InlineData("OR3 a date alone is no time", "A at=20250310 | B at=19900101T000000,00+00", "B A", "NoModifiedTime")]
    [InlineData(
        "OR1 a time without a zone is taken as UTC", "A at=20250310T110000,00 | B at=20250310T120000,00+02", "A B",
        "NoTimeZone")]
    [InlineData(
        "OR2 equal instants: by UNID", "A unid=0B at=20250310T120000,00+02 | B unid=0A at=20250310T100000,00+00", "B A",
        "AmbiguousOrder")]
    [InlineData("OR2 UNIDs without regard to case", "A unid=b0 at=20250310T000000 | B unid=A0 at=20250310T000000",
        "B A", "AmbiguousOrder, NoTimeZone")]
    [InlineData("OR3 without a time: last", "A at=none | B at=19900101T000000,00+00", "B A", "NoModifiedTime")]
    [InlineData("OR3 an invalid time: last", "A at=yesterday | B at=19900101T000000,00+00", "B A", "NoModifiedTime")]
    [InlineData(
        "OR3 a time of day alone is no instant", "A at=T120000,00+00 | B at=19900101T000000,00+00", "B A",
        "NoModifiedTime")]
    [InlineData(
        "OR3 several without a time: by UNID", "A unid=02 at=none | B unid=01 at=none", "B A", "NoModifiedTime")]
    [InlineData("one document is in order, whatever its zone", "A at=20250310T110000,00", "A", "")]
    [InlineData("one document without a time", "A at=none", "A", "NoModifiedTime")]
    public void Documents_come_in_order_with_what_it_assumes(
        string rule, string documents, string order, string assumptions)
    {
        DirectorySnapshot snapshot = Sketch.Directory(Documents(documents));
        DomainVisibility view = Sketch.View(snapshot, "BTEx");
        Assert.True(order == Servers(view), $"{rule}: {Servers(view)}");
        Assert.Equal(
            assumptions, string.Join(", ", view.Assumptions.Where(assumption => assumption != "OrderDiffers")));
        Assert.Equal(
            order.Split(' ').Select((server, index) => (server, index + 1)),
            snapshot.InOrder(OrderBy.Modified).Select(document => (document.MailServer!, document.Priority)));
    }

    [Theory]
    [InlineData(OrderBy.Modified, "A B", "OrderDiffers")]
    [InlineData(OrderBy.Revised, "B A", "OrderDiffers")]
    public void OR1_the_property_is_Modified_unless_Revised_is_asked_for(
        OrderBy orderBy, string order, string assumptions)
    {
        DomainVisibility view = Sketch.View(
            Documents(
                "A at=20250312T000000,00+00 revised=20250101T000000,00+00 | B at=20250311T000000,00+00 "
                    + "revised=20250102T000000,00+00"),
            orderBy: orderBy);
        Assert.Equal(order, Servers(view));
        Assert.Equal(assumptions, string.Join(", ", view.Assumptions));
    }

    [Theory]
    [InlineData("the same order by both",
        "A at=20250312T000000,00+00 revised=20250102T000000,00+00 | B at=20250311T000000,00+00 "
            + "revised=20250101T000000,00+00")]
    [InlineData(
        "no document has the other time",
        "A at=20250312T000000,00+00 revised=none | B at=20250311T000000,00+00 revised=none")]
    [InlineData("the last document lacks the other time",
        "A at=20250312T000000,00+00 revised=20250101T000000,00+00 | B at=20250311T000000,00+00 revised=none")]
    public void Orders_that_do_not_differ_assume_nothing(string name, string documents)
    {
        DomainVisibility view = Sketch.View(Documents(documents));
        Assert.True(view.Assumptions.Count == 0, $"{name}: {string.Join(", ", view.Assumptions)}");
    }

    [Theory]
    [InlineData(
        OrderBy.Modified, "A at=20250312T000000,00+00 revised=none | B at=20250311T000000,00+00 "
            + "revised=20250101T000000,00+00")]
    [InlineData(OrderBy.Modified,
        "A at=20250313T000000,00+00 revised=none | B at=20250312T000000,00+00 revised=20250102T000000,00+00 "
            + "| C at=20250311T000000,00+00 revised=none")]
    [InlineData(
        OrderBy.Revised, "A at=none revised=20250312T000000,00+00 | B at=20250311T000000,00+00 "
            + "revised=20250101T000000,00+00")]
    public void OR4_the_order_differs_where_a_document_lacks_the_other_time(OrderBy orderBy, string documents) =>
        Assert.Equal(["OrderDiffers"], Sketch.View(Documents(documents), orderBy: orderBy).Assumptions);

    [Fact]
    public void OR5_a_document_with_a_blank_domain_name_belongs_to_no_domain()
    {
        DirectorySnapshot snapshot = Sketch.Directory(
            "doc  ; both=A/Acme | doc btex; both=B/Acme | doc BTEx ; both=C/Acme; at=20250401T000000,00+00 | doc "
                + "Other; both=D/Acme");
        Assert.Equal(4, snapshot.Unordered.Count);
        Assert
            .Equal(["btex 2", "Other 1"], snapshot.Domains.Select(domain => $"{domain.Name} {domain.Documents.Count}"));
        Assert.Equal(
            [" (A/Acme) 0", "BTEx (C/Acme) 1", "btex (B/Acme) 2", "Other (D/Acme) 1"],
            snapshot.InOrder(OrderBy.Modified).Select(document => $"{document} {document.Priority}"));
    }

    [Theory]
    [InlineData("BTEx", "btex ", true)]
    [InlineData(" BTEx", "BTEX", true)]
    [InlineData("BTEx", "BT Ex", false)]
    [InlineData("", " ", true)]
    public void NM4_domain_names_are_compared_in_one_way(string one, string other, bool same)
    {
        Assert.Equal(same, DomainName.Same(one, other));
        Assert.Equal(same, DomainName.Comparer.Compare(one, other) == 0);
        if (same)
            Assert.Equal(DomainName.Comparer.GetHashCode(one), DomainName.Comparer.GetHashCode(other));
    }

    [Fact]
    public void OR6_a_conflict_counts_as_a_document_and_is_reported_with_every_path()
    {
        DomainVisibility view = Sketch.View(
            "acl -Default-: reader | group LocalDomainServers = x | doc BTEx; both=A/Acme | doc BTEx; "
                + "both=B/Acme; conflict; at=20250401T000000,00+00; revised=20250401T000000,00+00");
        Assert.Equal("B/Acme A/Acme", Servers(view));
        string[] assumptions = ["ConflictDocument: BTEx (B/Acme)", "UnknownServer: Hub"];
        Assert.Equal(assumptions, Requests.FreeBusy(view, "Hub", NetworkState.AllUp).Assumption);
        Assert.Equal(assumptions, Requests.Mail(view, "Hub", MailKind.Mail, NetworkState.AllUp).Assumption);
    }

    [Fact]
    public void OR2_and_OR3_are_reported_with_every_path()
    {
        DomainVisibility view = Sketch.View(
            "server A | server B | server C | acl -Default-: reader | group LocalDomainServers = x | doc BTEx; "
                + "both=A; revised=none; at=20250310T000000Z | doc BTEx; both=B; revised=none; at=20250310T000000Z"
                + " | doc BTEx; both=C; revised=none; at=none");
        Assert.Equal(["AmbiguousOrder", "NoModifiedTime"], Requests.FreeBusy(
            view, "Hub", NetworkState.AllUp).Assumption);
        Assert.Equal(["AmbiguousOrder", "NoModifiedTime"], Requests.Mail(
            view, "Hub", MailKind.Mail, NetworkState.AllUp).Assumption);
    }

    // "A at=…" is a document of the server A, which has a Server document.
    private static string Documents(string text) => "server A | server B | server C | "
        + string.Join(" | ", text.Split('|', StringSplitOptions.TrimEntries)
        .Select(document => document.Split(' '))
        .Select(parts => string.Join("; ", ["doc BTEx", "both=" + parts[0], .. parts.Skip(1)])));

    private static string Servers(DomainVisibility view) =>
        string.Join(" ", view.Documents.Select(document => document.MailServer));
}
