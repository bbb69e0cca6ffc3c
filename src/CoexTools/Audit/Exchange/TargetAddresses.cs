using CoexTools.Text;

namespace CoexTools.Audit.Exchange;

/// <summary>The target addresses of the mail users, by what they mean for free/busy requests.</summary>
internal sealed class TargetAddresses
{
    private readonly ExchangeAudit _audit;
    private readonly List<ExchangeObject> _spaces;
    private readonly List<ExchangeObject> _unreadable = [];
    private readonly List<ExchangeObject> _ofNotes = [];
    private readonly List<(string Domain, ExchangeObject User)> _repeated = [];
    private readonly List<(string Domain, ExchangeObject User)> _outside = [];

    /// <param name="audit">The audit with the mail users, the address spaces, and the relationships.</param>
    public TargetAddresses(ExchangeAudit audit)
    {
        _audit = audit;
        _spaces = [.. audit.Objects(ExchangeObjectKind.AvailabilityAddressSpace)];
        HashSet<string> covered = CoveredDomains(audit, _spaces);
        foreach (ExchangeObject user in audit.Objects(ExchangeObjectKind.MailUser))
        {
            // The free/busy of guests comes from their own organization.
            if (!string.Equals(
                user.Text(ExchangeObject.RecipientType).Value, "GuestMailUser", StringComparison.OrdinalIgnoreCase))
            {
                Add(user, covered);
            }
        }
    }

    /// <summary>Returns the verdicts on all mail users.</summary>
    public IEnumerable<RuleVerdict> Verdicts()
    {
        if (!_audit.Objects(ExchangeObjectKind.MailUser).Any())
            return [RuleVerdict.NotApplicable("There are no mail users.")];
        List<RuleVerdict> problems =
        [
            .. _unreadable.Take(1).Select(Unreadable),
            .. _ofNotes.Take(1).Select(OfNotes),
            .. ByDomain(_repeated).Select(Repeated),
            .. ByDomain(_outside).Select(Outside),
        ];
        return problems.Count > 0
            ? problems : [RuleVerdict.Pass($"address spaces: {ExchangeObject.Names(_spaces)}")];
    }

    // The domains for which Exchange knows where to request free/busy information.
    private static HashSet<string> CoveredDomains(ExchangeAudit audit, List<ExchangeObject> spaces)
    {
        IEnumerable<ExchangeObject> relations = audit.Objects(ExchangeObjectKind.IntraOrganizationConnector)
            .Concat(audit.Objects(ExchangeObjectKind.OrganizationRelationship))
            .Where(one => HybridChecks.ProvidesFreeBusy(one) == true);
        return new HashSet<string>(
            spaces.Select(space => space.Text(ExchangeObject.ForestName).Value).OfType<string>()
                .Concat(relations.SelectMany(one => HybridChecks.Domains(one).Value)).Select(SmtpDomain.Normalize),
            SmtpDomain.Comparer);
    }

    private void Add(ExchangeObject user, HashSet<string> covered)
    {
        Setting<string?> target = user.Text(ExchangeObject.ExternalAddress);
        if (!target.IsKnown)
            _unreadable.Add(user);
        else if (target.Value is not { } address)
            return;
        else if (SmtpDomain.IsNotesAddress(address))
            _ofNotes.Add(user);
        else if (SmtpDomain.Repeated(address) is { } twice)
            _repeated.Add((twice, user));
        else if (SmtpDomain.OfAddress(address) is { } domain && !covered.Contains(domain))
            _outside.Add((domain, user));
    }

    private RuleVerdict Unreadable(ExchangeObject user) =>
        user.NotChecked(ExchangeObject.ExternalAddress, user.Text(ExchangeObject.ExternalAddress)) with
        { Evidence = [$"mail users: {ExchangeObject.Names(_unreadable)}"] };

    private RuleVerdict OfNotes(ExchangeObject first) =>
        RuleVerdict.Fail(
            $"{Number(_ofNotes.Count)} a target address of the type NOTES. "
            + "Exchange requests free/busy information only for SMTP addresses.")
        with
        {
            Object = _ofNotes.Count == 1 ? first.Reference : null,
            Evidence = [UsersOf(_ofNotes), AddressOf(first)],
            Recommendation = "Specify the SMTP address in the Domino domain as ExternalEmailAddress.",
        };

    private static RuleVerdict Repeated(IGrouping<string, ExchangeObject> users)
    {
        List<ExchangeObject> found = [.. users];
        return RuleVerdict.Fail(
            $"{Number(found.Count)} a target address to which the domain '{users.Key}' was appended twice. "
            + "Mail and free/busy requests to such an address fail.")
        with
        {
            Severity = FindingSeverity.Error,
            Object = found.Count == 1 ? found[0].Reference : null,
            Evidence = [UsersOf(found), AddressOf(found[0])],
            Recommendation = "Correct the target addresses (ExternalEmailAddress), so that they contain the "
                + "domain once.",
        };
    }

    private RuleVerdict Outside(IGrouping<string, ExchangeObject> users)
    {
        List<ExchangeObject> found = [.. users];
        bool isOfDomino = _audit.Input.DominoDomains.Contains(users.Key, SmtpDomain.Comparer);
        return RuleVerdict.Fail(
            $"{Number(found.Count)} a target address in the domain '{users.Key}', "
            + "which has no availability address space. Exchange users cannot see their free/busy information"
            + (_audit.Knows(ExchangeObjectKind.OrganizationRelationship)
                ? "." : ", unless an organization relationship covers this domain."))
        with
        {
            Severity = isOfDomino ? FindingSeverity.Error : FindingSeverity.Warning,
            Object = found.Count == 1 ? found[0].Reference : null,
            Evidence = [UsersOf(found), $"address spaces: {ExchangeObject.Names(_spaces)}"],
        };
    }

    private static IEnumerable<IGrouping<string, ExchangeObject>> ByDomain(
        IEnumerable<(string Domain, ExchangeObject User)> users) =>
        users.GroupBy(one => one.Domain, one => one.User, SmtpDomain.Comparer)
            .OrderBy(group => group.Key, SmtpDomain.Comparer);

    private static string Number(int count) => $"{Plural.Of(count, "mail user")} {(count == 1 ? "has" : "have")}";

    private static string UsersOf(IReadOnlyList<ExchangeObject> users) =>
        $"mail users: {ExchangeObject.Names(users)}";

    private static string AddressOf(ExchangeObject user) =>
        $"ExternalEmailAddress: {user.Text(ExchangeObject.ExternalAddress).Value}";
}
