using CoexTools.Model;

namespace CoexTools.Tests;

/// <summary>A text that stands for a name, and the odd way in which it is written into the file.</summary>
/// <param name="Name">The abbreviated name without blanks around it; empty for a value that is blank.</param>
/// <param name="Text">What the file has: canonical or abbreviated, in any case, with blanks around it.</param>
internal sealed record Written(string Name, string Text)
{
    public override string ToString() => Name == Text ? Name : $"{Name} as '{Text}'";
}

/// <summary>A time: the instant that is meant, and how the file has it.</summary>
/// <param name="Instant">The instant in ticks of UTC; null if the text is not a time or is missing.</param>
/// <param name="Text">What the file has; null for no element at all.</param>
/// <param name="HasZone">Whether the text contains the time zone.</param>
internal sealed record PlainTime(long? Instant, string? Text, bool HasZone);

internal sealed record PlainGroup(Written Name, string? Type, IReadOnlyList<Written> Members);

internal sealed record PlainAclEntry(
    Written Name, AccessLevel Level, IReadOnlyList<string> Roles, bool IsDefault, string? Type = null);

internal sealed record PlainItem(string Name, bool IsReaders, bool IsAuthors, IReadOnlyList<Written> Values);

internal sealed record PlainDocument(
    string Unid, PlainTime Modified, PlainTime Revised, Written Domain, Written? MailServer, Written? CalendarServer,
    IReadOnlyList<PlainItem> Items,
    bool IsConflict = false);

/// <summary>What a directory holds, as plain data that no code of the library has touched.</summary>
internal sealed record PlainDirectory(
    IReadOnlyList<Written> Servers, IReadOnlyList<PlainGroup> Groups, IReadOnlyList<PlainAclEntry>? Acl,
    IReadOnlyList<PlainDocument> Documents);

/// <summary>Which servers, links and legs do not work.</summary>
internal sealed record PlainNetwork(
    IReadOnlyList<string> Down, IReadOnlyList<string> Busy, IReadOnlyList<(string A, string B)> LinksDown,
    IReadOnlyList<string> HttpDown, IReadOnlyList<string> SmtpDown);

/// <summary>A directory with servers to ask at, and states of the network to ask in.</summary>
internal sealed record DirectoryCase(
    PlainDirectory Directory, IReadOnlyList<string> Origins, IReadOnlyList<PlainNetwork> Networks);
