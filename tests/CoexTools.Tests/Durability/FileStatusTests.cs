using CoexTools.Files;

namespace CoexTools.Tests.Durability;

/// <summary>The status of a file as Linux returns it.</summary>
public sealed class FileStatusTests
{
    // STATX_BASIC_STATS, and what a file system does not return that keeps no time of access, such as with noatime.
    private const int All = 0x7FF, Links = 0x4, Accessed = 0x20, Blocks = 0x400;

    [Theory]
    [InlineData(All, true)]
    [InlineData(All & ~Accessed, true)]
    [InlineData(All & ~Accessed & ~Links & ~Blocks, true)]
    [InlineData(All & ~0x1, false)] // The type
    [InlineData(All & ~0x2, false)] // The mode
    [InlineData(All & ~0x8, false)] // The user
    [InlineData(All & ~0x10, false)] // The group
    [InlineData(All & ~0x40, false)] // The time of the last change of the content
    [InlineData(All & ~0x80, false)] // The time of the last change of the status
    [InlineData(All & ~0x100, false)] // The number of the file
    [InlineData(All & ~0x200, false)] // The length
    public void A_status_is_complete_if_it_has_all_values_that_are_used(int mask, bool isComplete)
    {
        byte[] status = new byte[256];
        BitConverter.TryWriteBytes(status, mask);
        Assert.Equal(isComplete, FileStatus.Linux(status).IsComplete);
    }
}
