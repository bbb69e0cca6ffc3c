using CoexTools.Scheduling;

namespace CoexTools.Tests.Scheduling;

/// <summary>Who can change a file according to its security descriptor.</summary>
public sealed class WindowsAccessTests
{
    private const string System = "S-1-5-18", Administrators = "S-1-5-32-544", Users = "S-1-5-32-545";
    private const string User = "S-1-5-21-1004336348-1177238915-682003330-1001";

    // As the Windows SDK defines them: FILE_ALL_ACCESS, FILE_GENERIC_READ with FILE_GENERIC_EXECUTE, and Modify.
    private const uint Full = 0x1F01FF, Read = 0x1200A9, Modify = 0x1301BF;

    [Fact]
    public void Administrators_are_trusted_and_readers_cannot_change_a_file() => Assert.Empty(WindowsAccess.OthersWith(
        Descriptor(
            "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464", (0, 0, Full, System),
            (0, 0, Full, Administrators),
            (0, 0, Full, "S-1-5-21-1004336348-1177238915-682003330-512"), (0, 0, Read, Users), (0, 0, Read, User)),
        WindowsAccess.Change));

    [Theory]
    [InlineData(0x2u, true, false)] // Write data, or add a file
    [InlineData(0x4u, true, false)] // Append data, or add a folder
    [InlineData(0x40u, true, true)] // Delete what is in the folder
    [InlineData(0x10000u, true, true)] // Delete
    [InlineData(0x40000u, true, true)] // Change the permissions
    [InlineData(0x80000u, true, true)] // Change the owner
    [InlineData(0x10000000u, true, true)] // Generic all
    [InlineData(0x40000000u, true, false)] // Generic write
    [InlineData(Modify, true, true)]
    [InlineData(0x80000000u, false, false)] // Generic read
    [InlineData(0x110u, false, false)] // Write attributes and extended attributes
    [InlineData(Read, false, false)]
    public void An_entry_with_a_right_is_found(uint rights, bool canChange, bool canReplace)
    {
        byte[] descriptor = Descriptor(System, (0, 0, rights, Users));
        Assert.Equal(canChange ? ["Users"] : [], WindowsAccess.OthersWith(descriptor, WindowsAccess.Change));
        Assert.Equal(canReplace ? ["Users"] : [], WindowsAccess.OthersWith(descriptor, WindowsAccess.Replace));
    }

    [Fact]
    public void Entries_for_other_objects_are_not_entries_of_this_one_and_denials_are_ignored()
    {
        const byte Deny = 1, Audit = 2, InheritOnly = 0xB;
        Assert.Empty(WindowsAccess.OthersWith(
            Descriptor(Administrators, (Deny, 0, Full, Users), (Audit, 0, Full, Users), (0, InheritOnly, Full, Users),
                (0, 0, Full, "S-1-3-0")),
            WindowsAccess.Change));
        Assert.Equal(["Users"], WindowsAccess.OthersWith(
            Descriptor(Administrators, (Deny, 0, Full, Users), (9, 0, Full, Users)), WindowsAccess.Change));
    }

    [Fact]
    public void An_owner_who_is_not_an_administrator_is_found() => Assert.Equal(
        [User, "Authenticated Users"],
        WindowsAccess.OthersWith(
            Descriptor(User, (0, 0, Full, User), (0, 0, Modify, "S-1-5-11")), WindowsAccess.Change));

    [Fact]
    public void The_user_who_runs_a_schedule_can_change_it() => Assert.Equal(
        ["Authenticated Users"],
        WindowsAccess.OthersWith(
            Descriptor(User, (0, 0, Full, User), (0, 0, Modify, "S-1-5-11")), WindowsAccess.Change, trusted: User));

    [Fact]
    public void Without_a_list_everybody_can_change_the_file()
    {
        byte[] descriptor = Descriptor(System);
        Assert.Empty(WindowsAccess.OthersWith(descriptor, WindowsAccess.Change)); // A list without entries.
        descriptor.AsSpan(16, 4).Clear();
        Assert.Equal(["Everyone"], WindowsAccess.OthersWith(descriptor, WindowsAccess.Change));
    }

    [Fact]
    public void A_damaged_descriptor_is_an_error()
    {
        byte[] descriptor = Descriptor(System, (0, 0, Full, Users));
        for (int length = 0; length < descriptor.Length; length++)
            Assert.Throws<InvalidDataException>(() => WindowsAccess.OthersWith(
                descriptor[..length], WindowsAccess.Change));
    }

    // SECURITY_DESCRIPTOR_RELATIVE with an owner and an ACL, as winnt.h defines them.
    private static byte[] Descriptor(
        string owner, params (byte Type, byte Flags, uint Rights, string Account)[] entries)
    {
        const int HeaderLength = 20;
        byte[] ownerBytes = Identifier(owner);
        byte[] list = [.. entries.SelectMany(entry =>
        {
            byte[] account = Identifier(entry.Account);
            return (byte[])[entry.Type, entry.Flags, .. BitConverter.GetBytes((ushort)(8 + account.Length)),
                .. BitConverter.GetBytes(entry.Rights), .. account];
        })];
        return
        [
            1, 0, 0x04, 0x80, // SE_DACL_PRESENT, SE_SELF_RELATIVE
            .. BitConverter.GetBytes(HeaderLength), .. BitConverter.GetBytes(0), .. BitConverter.GetBytes(0),
            .. BitConverter.GetBytes(HeaderLength + ownerBytes.Length),
            .. ownerBytes,
            2, 0, .. BitConverter.GetBytes((ushort)(8 + list.Length)),
            .. BitConverter.GetBytes((ushort)entries.Length), 0, 0,
            .. list,
        ];
    }

    private static byte[] Identifier(string text)
    {
        uint[] parts = [.. text.Split('-').Skip(1).Select(uint.Parse)];
        return [(byte)parts[0], (byte)(parts.Length - 2), 0, 0, 0, 0, 0, (byte)parts[1],
            .. parts.Skip(2).SelectMany(BitConverter.GetBytes)];
    }
}
