using CoexTools.Model;

namespace CoexTools.Changes;

/// <summary>A domain whose order of priority a plan changes (ED4).</summary>
/// <param name="Domain">The domain.</param>
/// <param name="OldPrimary">The primary document before the change.</param>
/// <param name="NewPrimary">The primary document after the change.</param>
internal sealed record PriorityChange(
    string Domain, ForeignDomainDocument OldPrimary, ForeignDomainDocument NewPrimary);
