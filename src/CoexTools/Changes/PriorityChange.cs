using CoexTools.Model;

namespace CoexTools.Changes;

/// <summary>A domain whose order of priority a plan changes (ED4).</summary>
internal sealed record PriorityChange(string Domain, ForeignDomainDocument OldPrimary, ForeignDomainDocument NewPrimary);
