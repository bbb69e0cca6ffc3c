namespace CoexTools.Audit;

/// <summary>The kind of object that a rule checks.</summary>
internal enum RuleScope
{
    Directory,
    Domain,
    Document,
}
