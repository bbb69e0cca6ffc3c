using CoexTools.Model;
using CoexTools.Sources.Dxl.Editing;
using CoexTools.Sources.Dxl.Reading;
using CoexTools.Sources.Dxl.Storage;

namespace CoexTools.Tests.Dxl;

/// <summary>Which characters of an access control list a change replaces.</summary>
public sealed class AccessControlListEditorTests
{
    private static readonly AccessControlEntry Mail = new(
        "CN=Mail01/O=Acme", AccessLevel.Editor, ["[NetModifier]", "[A&B]"], isDefault: false, AclEntryType.Server);

    [Theory]
    [InlineData(
        "<acl maxinternetaccess='editor'><role>[NetModifier]</role><aclentry name='Mail01/Acme'\nlevel=\"reader\" "
            + "x='1'><log/></aclentry></acl>",
        "<acl maxinternetaccess='editor'>\n<role>[A&amp;B]</role><role>[NetModifier]</role><aclentry "
            + "name='Mail01/Acme'\nlevel=\"editor\" x='1' "
            + "type='server'><log/><role>[NetModifier]</role><role>[A&amp;B]</role></aclentry></acl>")]
    [InlineData(
        "<acl><aclentry name='CN=Mail01/O=Acme' level='manager' type='person'><role>[Old]</role> "
            + "</aclentry><!-- x --></acl>",
        "<acl>\n<role>[NetModifier]</role>\n<role>[A&amp;B]</role><aclentry name='CN=Mail01/O=Acme' level='editor' "
            + "type='server'> <role>[NetModifier]</role><role>[A&amp;B]</role></aclentry><!-- x --></acl>")]
    [InlineData(
        "<acl><aclentry name='CN=Mail01/O=Acme' /></acl>",
        "<acl>\n<role>[NetModifier]</role>\n<role>[A&amp;B]</role><aclentry name='CN=Mail01/O=Acme'  type='server' "
            + "level='editor'><role>[NetModifier]</role><role>[A&amp;B]</role></aclentry></acl>")]
    [InlineData(
        "<acl/>",
        "<acl>\n<role>[NetModifier]</role>\n<role>[A&amp;B]</role>\n<aclentry name='CN=Mail01/O=Acme' type='server' "
            + "level='editor'><role>[NetModifier]</role><role>[A&amp;B]</role></aclentry>\n</acl>")]
    public void Only_what_changes_is_replaced(string before, string after) =>
        Assert.Equal(after, Write(before, [Mail]));

    [Fact]
    public void A_list_without_a_change_is_the_text_that_was_read()
    {
        const string Text = "<acl ><aclentry level='editor'  name='*/Acme'><role>[R]</role></aclentry ></acl>";
        Assert.Same(
            Text, Write(Text, [new AccessControlEntry("*/Acme", AccessLevel.Editor, ["[R]"], isDefault: false)]));
    }

    [Fact]
    public void A_prefix_is_kept_and_a_new_list_declares_its_namespace()
    {
        Assert.Equal(
            "<d:acl>\n<d:role>[NetModifier]</d:role>\n<d:role>[A&amp;B]</d:role><d:aclentry name='CN=Mail01/O=Acme' "
                + "type='server' "
                + "level='editor'><d:role>[NetModifier]</d:role><d:role>[A&amp;B]</d:role></d:aclentry>\n</d:acl>",
            Write("<d:acl></d:acl>", [Mail], "d"));
        Assert.StartsWith(
            $"<acl xmlns='{DxlWriter.Namespace}'>",
            AccessControlListEditor.TextOf(
                new AccessControlList([Mail], isAssumed: false), source: null, "d:database"));
    }

    private static string Write(string text, IReadOnlyList<AccessControlEntry> entries, string prefix = "")
    {
        var element = new DxlElement(
            DxlElementKind.AccessControlList, Form: null, Key: -1, text,
            new Dictionary<string, string> { [prefix] = DxlWriter.Namespace }, default);
        string written = AccessControlListEditor.TextOf(
            new AccessControlList(entries, isAssumed: false), element, "database");
        AccessControlList read = AccessControlListParser.Parse(element with { Text = written });
        Assert.All(entries, entry => Assert.Contains(
            read.Entry, other => other.NotesName == entry.NotesName && other.Level == entry.Level
                && other.Role.SequenceEqual(entry.Role)));
        return written;
    }
}
