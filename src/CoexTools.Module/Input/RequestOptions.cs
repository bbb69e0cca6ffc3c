using System.Collections;
using CoexTools.Model;

namespace CoexTools.Input;

/// <summary>The parameters of commands that run requests.</summary>
/// <param name="From">
/// Specifies the servers where requests start. Wildcards are allowed. By default, every server that is not a
/// coexistence server, or every server if all are coexistence servers.
/// </param>
/// <param name="OrderBy">Specifies the time that determines the order of priority (OR1).</param>
/// <param name="WhatIfEdited">
/// Specifies documents that are treated as if they had just been edited in the form. Each document becomes the newest
/// of its domain (ED1), and its field DocumentAccess is restored (ED2).
/// </param>
/// <param name="Replica">
/// Specifies the exports of servers' own replicas, by server. A server sees the documents of its replica, in the order
/// of their times there (AC7).
/// </param>
/// <param name="FormerExport">
/// Specifies a former export of the directory: a path, a file, or a directory in memory. It shows which servers gained
/// access to a document after it was saved, or lost it (AC7).
/// </param>
/// <param name="ConsoleLog">
/// Specifies the console logs of servers, as a table of files by server. They show which of the predicted messages the
/// servers printed. Wildcards are allowed.
/// </param>
/// <param name="ConsoleTimeZone">
/// Specifies the time zone of the servers, or a table of time zones by server, because console logs contain local
/// times. Without it, a line counts only if it is later than the last change in every time zone.
/// </param>
/// <param name="Since">Specifies the time before which no line of the console logs counts.</param>
internal sealed record RequestOptions(
    string[]? From, OrderBy OrderBy, ForeignDomainDocument[] WhatIfEdited, Hashtable? Replica,
    object? FormerExport = null, Hashtable? ConsoleLog = null, object? ConsoleTimeZone = null,
    DateTimeOffset? Since = null);
