namespace CoexTools.Audit.Rules;

/// <summary>The rule on what a directory contains to audit (VD1).</summary>
internal static class SourceChecks
{
    /// <summary>The most likely cause of a directory without Foreign Domain documents (VD1).</summary>
    public const string NoAccessHint =
        "The ID or account that read the directory may not have access to the documents.";

    /// <summary>The rule on sources that cannot be read.</summary>
    public const string NotReadableRule = "CX034";

    /// <summary>The rule on sources without a document.</summary>
    public const string NothingToAuditRule = "CX035";

    /// <summary>CX035: the directory contains a document. CX026 reports documents without a domain.</summary>
    public static IEnumerable<RuleVerdict>? HasDocument(AuditSubject subject) =>
        subject.Audit.Directory.Unordered.Count > 0
        ? []
        : [RuleVerdict.Fail(
            $"The directory contains no Foreign Domain document, so nothing was audited. {NoAccessHint}")];
}
