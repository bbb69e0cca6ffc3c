using System.Text;

namespace CoexTools.Audit;

/// <summary>What the notes.ini of a coexistence server says of foreign domains.</summary>
/// <param name="Path">The file.</param>
/// <param name="ExchangeDomain">The value of BTEXCHANGEDOMAIN; null where there is none.</param>
/// <param name="AlternateDomains">The values of BTALTEXCHANGEDOMAINS.</param>
internal sealed record NotesIni(string Path, string? ExchangeDomain, IReadOnlyList<string> AlternateDomains)
{
    public const string ExchangeDomainName = "BTEXCHANGEDOMAIN";
    public const string AlternateDomainsName = "BTALTEXCHANGEDOMAINS";

    /// <summary>Reads a file.</summary>
    /// <exception cref="CoexException">It cannot be read.</exception>
    public static NotesIni Read(string path)
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(path);
            string text;
            try
            {
                text = new StreamReader(new MemoryStream(bytes), new UTF8Encoding(false, throwOnInvalidBytes: true)).ReadToEnd();
            }
            catch (DecoderFallbackException)
            {
                text = Encoding.GetEncoding("iso-8859-1").GetString(bytes); // A code page of old: names of domains are ASCII nearly always.
            }
            return Parse(path, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw CoexException.FileUnreadable(path, e.Message, e);
        }
    }

    /// <summary>Takes a file's text apart: the last value of a name counts, as in Domino.</summary>
    public static NotesIni Parse(string path, string text)
    {
        string? domain = null;
        List<string> alternates = [];
        foreach (string line in text.Split('\n'))
        {
            int equals = line.IndexOf('=');
            if (equals < 0)
                continue;
            string name = line.Substring(0, equals).Trim();
            string value = line.Substring(equals + 1).Trim();
            if (name.Equals(ExchangeDomainName, StringComparison.OrdinalIgnoreCase))
                domain = value.Length > 0 ? value : null;
            else if (name.Equals(AlternateDomainsName, StringComparison.OrdinalIgnoreCase))
                alternates = [.. value.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries).Select(one => one.Trim()).Where(one => one.Length > 0)];
        }
        return new NotesIni(path, domain, alternates);
    }
}

/// <summary>The rules on notes.ini.</summary>
internal static class NotesIniChecks
{
    public static IEnumerable<RuleViolation>? ExchangeDomain(AuditSubject subject)
    {
        if (subject.Audit.NotesIni is not { } ini)
            return null;
        string documents = Documents(subject);
        if (ini.ExchangeDomain is null)
            return [new RuleViolation($"'{ini.Path}' has no {NotesIni.ExchangeDomainName}.") { Evidence = [documents] }];
        return Compare(subject, ini.ExchangeDomain, NotesIni.ExchangeDomainName, documents);
    }

    public static IEnumerable<RuleViolation>? AlternateDomains(AuditSubject subject)
    {
        if (subject.Audit.NotesIni is not { } ini)
            return null;
        string documents = Documents(subject);
        HashSet<string> listed = new(ini.AlternateDomains.Append(ini.ExchangeDomain ?? ""), StringComparer.OrdinalIgnoreCase);
        return
        [
            .. ini.AlternateDomains.SelectMany(domain => Compare(subject, domain, NotesIni.AlternateDomainsName, documents)),
            .. subject.Audit.Domains.Where(domain => !listed.Contains(domain.Name)).Select(domain =>
                new RuleViolation($"There are documents for '{domain.Name}', which is neither {NotesIni.ExchangeDomainName} nor in {NotesIni.AlternateDomainsName}.")
                {
                    Domain = domain.Name,
                    Severity = FindingSeverity.Information, // Other gateways have foreign domains too.
                    Evidence = [$"{NotesIni.ExchangeDomainName}={ini.ExchangeDomain}", $"{NotesIni.AlternateDomainsName}={string.Join(",", ini.AlternateDomains)}"],
                }),
        ];
    }

    private static IEnumerable<RuleViolation> Compare(AuditSubject subject, string value, string name, string documents)
    {
        string[] same = [.. subject.Audit.Directory.Unordered.Select(document => document.Domain).Where(domain => domain.Equals(value, StringComparison.OrdinalIgnoreCase)).Distinct()];
        if (same.Length == 0)
            yield return new RuleViolation($"{name} names '{value}', for which there is no document.") { Domain = value, Evidence = [$"{name}: {value}", documents] };
        else if (!same.Contains(value, StringComparer.Ordinal))
            yield return new RuleViolation($"{name} writes '{value}', the documents write '{same[0]}': the router tells upper case from lower case.") { Domain = same[0], Evidence = [$"{name}: {value}", documents] };
    }

    private static string Documents(AuditSubject subject) => $"domains of documents: {string.Join(", ", subject.Audit.Domains.Select(domain => domain.Name))}";
}
