<#
.SYNOPSIS
    Imports changed Foreign Domain documents from a DXL file into a Domino Directory, through a Notes client.
.DESCRIPTION
    Requires Windows and an installed Notes client. Notes and PowerShell must both be 32-bit programs or both be 64-bit programs: for a 32-bit
    client, run the script in Windows PowerShell (x86). The script uses the current ID file of the client, which needs Editor access with the role
    [NetModifier], and which must be able to read every Foreign Domain document.

    Before the import, the script exports the current documents of the database, and compares their sequence numbers and times with those that the
    documents had when Domino exported them. Export-DominoDirectory -ChangedOnly writes these to the file. If a document of a domain was changed,
    deleted, or added in Domino, the script does not import any document of this domain, so that the order of priority stays. The error
    DocumentChanged names each such document. If the database already contains the documents of a domain as they are in the file, in the same order of
    priority, the script does not import them again. They must be the newest documents of the domain, by both of their times. If they are not, the
    script imports them even if their content is the same.

    The script reads the file once, and imports what it compared. It exports and compares the documents again after you answer the prompt. It does not
    detect an edit that somebody saves after this comparison.

    Then the script writes a backup: a DXL file of the documents as they were, and of the documents of the domain that were newer, so that an import of
    the backup also restores the order of priority. After the import, the script exports the documents again, compares them with the file, and adds
    their new versions to the backup. To undo the import, import the backup with this script. If the import fails, the error ImportIncomplete states
    how to import the backup.

    The output contains the number of imported documents (Imported), the domains of these documents (ImportedDomain), the number of documents that the
    database already contained (Unchanged), and the documents that prevented an import (Left).

    The documents of the file replace those with the same universal ID. Documents that the database does not contain are ignored, and the access
    control list is not changed. The import removes items that the file does not contain, such as DocumentAccess, because it replaces and does not
    update. The database must have the replica ID of the file.

    Domino sets a new time on each document, in the order of the file. Write the file with Export-DominoDirectory -ChangedOnly, which writes the
    oldest document first. The script refuses a file that contains anything but documents whose form is in -Form, the information about the
    database, and its access control list. For example, it refuses a full export, profile documents, agents, and scripts.
.PARAMETER Path
    Specifies the DXL file.
.PARAMETER Server
    Specifies the Domino server. By default, the script changes the database of the client itself.
.PARAMETER Database
    Specifies the path of the database, relative to the data directory of the server.
.PARAMETER Form
    Specifies the forms of the documents that the file can contain.
.PARAMETER DomainItem
    Specifies the items that contain the name of the domain. Of each document, the first of these items that has a value counts.
.PARAMETER BackupPath
    Specifies the file for the documents as they were. By default, the file is beside the DXL file, and its name contains the time in UTC. The script
    never overwrites an existing file.
.PARAMETER Force
    Imports the documents even if they were changed, deleted, or added in Domino after the export. Warnings name them.
.PARAMETER Password
    Specifies the password of the ID file. By default, the client prompts for it if necessary.
.PARAMETER NoPasswordPrompt
    Indicates that the client does not prompt for the password. If the ID file requires a password that was not specified, the script fails. Use this
    parameter in a scheduled task, because nobody answers the prompt. It is the default if the process is not interactive, as in a task that runs
    whether the user is logged on or not. Without -Password, the script passes a password that cannot match, so it requires an ID file without a
    password, or a client that already has the password. This was not tested with a Notes client.
.PARAMETER Session
    Specifies a NotesSession that is already initialized, in place of a new one.
.EXAMPLE
    Remove-DocumentAccessField names.dxl
    Get-ForeignDomainDocument names.dxl | Export-DominoDirectory -Path changed.dxl -ChangedOnly
    ./Import-NotesDirectory.ps1 changed.dxl -Server Hub01/Acme -WhatIf
    ./Import-NotesDirectory.ps1 changed.dxl -Server Hub01/Acme

    Removes the field DocumentAccess, shows what would be imported, and imports the changed documents.
.EXAMPLE
    $import = ./Import-NotesDirectory.ps1 changed.dxl -Server Hub01/Acme
    ./Import-NotesDirectory.ps1 $import.BackupPath -Server Hub01/Acme

    Imports changed documents, and undoes the import.
#>
[CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'High')]
param(
    [Parameter(Mandatory = $true, Position = 0)]
    [ValidateNotNullOrEmpty()]
    [string] $Path,

    [string] $Server = '',

    [ValidateNotNullOrEmpty()]
    [string] $Database = 'names.nsf',

    [ValidateNotNullOrEmpty()]
    [string[]] $Form = @('Domain', 'Gateway Domain', 'Foreign Domain'),

    [ValidateNotNullOrEmpty()]
    [string[]] $DomainItem = @('DomainName', 'Domain', 'ForeignDomain', 'ForeignDomainName'),

    [ValidateNotNullOrEmpty()]
    [string] $BackupPath,

    [switch] $Force,

    [Security.SecureString] $Password,

    [switch] $NoPasswordPrompt = (-not [Environment]::UserInteractive),

    [object] $Session
)

$preference = $ErrorActionPreference
$ErrorActionPreference = 'Stop'

# The constants of NotesDXLImporter, which COM does not define.
$ignore = 1
$replaceElseIgnore = 5

$file = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path)
$culture = [Globalization.CultureInfo]::InvariantCulture

# The title of the comment in which a file contains the versions of the documents: Export-DominoDirectory writes it too.
$versionTitle = 'CoexTools: versions of the documents as exported from Domino'

# Comparisons are ordinal: the operators of PowerShell treat texts as equal that differ in invisible characters, such as a soft hyphen.
$ignoreCase = [StringComparer]::OrdinalIgnoreCase
$forms = [Collections.Generic.HashSet[string]]::new([string[]] $Form, $ignoreCase)

# Items that Domino changes on each save.
$savedItems = [Collections.Generic.HashSet[string]]::new([string[]] @('$UpdatedBy', '$Revisions'), $ignoreCase)

# Returns a time of a DXL file in UTC, as text that sorts by time; the text itself if it is not a time.
function ConvertTo-SortableTime([string] $Text) {
    $found = [regex]::Match($Text.Trim(), '^(\d{8}T\d{6})(?:[,.](\d{1,7}))?(?:Z|([+-])(\d\d)(?::?(\d\d))?)?$')
    $time = [DateTime]::MinValue
    if (-not $found.Success -or -not [DateTime]::TryParseExact($found.Groups[1].Value, "yyyyMMdd'T'HHmmss", $culture, 'None', [ref] $time)) { return $Text.Trim() }
    $time = $time.AddTicks([long] $found.Groups[2].Value.PadRight(7, '0'))
    if ($found.Groups[3].Success) {
        $minutes = 60 * [int] $found.Groups[4].Value + [int] ('0' + $found.Groups[5].Value)
        $time = $time.AddMinutes($(if ($found.Groups[3].Value -eq '-') { $minutes } else { -$minutes }))
    }
    $time.ToString("yyyyMMdd'T'HHmmss','fff", $culture)
}

# Returns the content of an element as text that does not depend on how the exporter folds lines or orders attributes.
function ConvertTo-PlainText([Xml.XmlNode] $Node) {
    $text = [Text.StringBuilder]::new("<$($Node.LocalName)")
    foreach ($attribute in @($Node.Attributes | Where-Object { $_.Prefix -ne 'xmlns' -and $_.Name -ne 'xmlns' } | Sort-Object LocalName)) {
        $null = $text.Append(" $($attribute.LocalName)='$($attribute.Value)'")
    }
    $null = $text.Append('>')
    $isParent = @($Node.ChildNodes | Where-Object { $_.NodeType -eq 'Element' }).Count -gt 0
    foreach ($child in $Node.ChildNodes) {
        if ($child.NodeType -eq 'Element') { $null = $text.Append((ConvertTo-PlainText $child)) }
        elseif ($child.NodeType -ne 'Comment' -and -not ($isParent -and $child.Value -notmatch '\S')) { $null = $text.Append($child.Value) }
    }
    $text.Append("</$($Node.LocalName)>").ToString()
}

function Get-FirstText([Xml.XmlNode] $Node, [string] $Element) {
    $found = $Node.SelectSingleNode("./*[local-name() = '$Element']/*[local-name() = 'datetime']")
    if ($found) { $found.InnerText.Trim() } else { '' }
}

# Returns what the script needs to know of a document.
function ConvertTo-DocumentState([Xml.XmlElement] $Element, [int] $Start, [int] $End) {
    $info = $Element.SelectSingleNode("./*[local-name() = 'noteinfo']")
    $modified, $revised = if ($info) { (Get-FirstText $info 'modified'), (Get-FirstText $info 'revised') } else { '', '' }
    $items = [Hashtable]::new($ignoreCase)
    foreach ($item in $Element.SelectNodes("./*[local-name() = 'item']")) {
        $name = $item.GetAttribute('name')
        $items[$name] = @($items[$name] | Where-Object { $_ }) + @{
            Plain = ConvertTo-PlainText $item
            Text  = @($item.SelectNodes(".//*[local-name() = 'text']") | ForEach-Object { $_.InnerText.Trim() } | Where-Object { $_ })
        }
    }
    $domain = ''
    foreach ($name in $DomainItem) {
        $values = @($items[$name] | ForEach-Object { $_.Text } | Where-Object { $_ })
        if ($values.Count -gt 0) { $domain = $values[0]; break }
    }
    $servers = @('MailServer', 'GatewayServer', 'CalendarServer') | ForEach-Object { $items[$_] | ForEach-Object { $_.Text } } | Where-Object { $_ }
    $server = "$(@($servers)[0])" -replace '^CN=', '' -replace '/(?:OU|O|C)=', '/'
    $names = [string[]] @($items.Keys | Where-Object { -not $savedItems.Contains($_) })
    [Array]::Sort($names, $ignoreCase)
    $content = @($names | ForEach-Object { $items[$_] | ForEach-Object { $_.Plain } })
    [pscustomobject]@{
        UniversalId = "$(if ($info) { $info.GetAttribute('unid') })".ToUpperInvariant()
        Sequence    = "$(if ($info) { $info.GetAttribute('sequence') })"
        Revised     = ConvertTo-SortableTime $(if ($revised) { $revised } else { $modified })
        Modified    = ConvertTo-SortableTime $modified
        Domain      = $domain.Trim()
        Name        = "$domain ($server)"
        Content     = $content -join "`n"
        Start       = $Start
        End         = $End
    }
}

# Returns the position behind a tag. A greater-than sign in the value of an attribute does not end the tag.
function Find-TagEnd([string] $Text, [int] $At) {
    $found = [regex]::new("[^>'""]*(?:'[^']*'[^>'""]*|""[^""]*""[^>'""]*)*>").Match($Text, $At)
    $found.Index + $found.Length
}

# Reads the documents of a DXL text, with their positions, and the versions in its comment.
function Read-DxlText([string] $Text) {
    $lines = [Collections.Generic.List[int]]::new()
    $lines.Add(0)
    foreach ($break in [regex]::Matches($Text, '\r\n|\r|\n')) { $lines.Add($break.Index + $break.Length) }
    $documents = [Collections.Generic.List[object]]::new()
    $versions = $null
    $reader = [Xml.XmlTextReader]::new([IO.StringReader]::new($Text))
    $reader.DtdProcessing = [Xml.DtdProcessing]::Ignore
    $reader.XmlResolver = $null
    $root = ''
    $top = 1
    try {
        while ($reader.Read()) {
            if ($reader.NodeType -eq [Xml.XmlNodeType]::Comment -and $reader.Value.Trim().StartsWith($versionTitle, [StringComparison]::Ordinal) -and $null -eq $versions) {
                $versions = @{}
                foreach ($line in $reader.Value.Trim() -split "`n" | Select-Object -Skip 1) {
                    $parts = $line.Trim() -split ' '
                    if ($parts.Count -lt 3) { continue }
                    $versions[$parts[0].ToUpperInvariant()] = [pscustomobject]@{
                        Sequence = $parts[1]
                        Revised  = ConvertTo-SortableTime $parts[2]
                        Domain   = if ($parts.Count -gt 3) { [Uri]::UnescapeDataString($parts[3]) } else { '' }
                    }
                }
            }
            if ($reader.NodeType -ne [Xml.XmlNodeType]::Element) { continue }
            if ($reader.Depth -eq 0) {
                $root = $reader.Name
                if ($reader.LocalName -eq 'database') { continue }
                $top = 0
            }
            if ($reader.Depth -ne $top -or $reader.LocalName -cne 'document') { continue }
            $start = $lines[$reader.LineNumber - 1] + $reader.LinePosition - 2
            $isEmpty = $reader.IsEmptyElement
            $document = [Xml.XmlDocument]::new()
            $document.PreserveWhitespace = $true
            $document.XmlResolver = $null
            $part = $reader.ReadSubtree()
            try { $document.Load($part) } finally { $part.Dispose() }
            # The reader is at the end tag now.
            $end = Find-TagEnd $Text $(if ($isEmpty) { $start } else { $lines[$reader.LineNumber - 1] + $reader.LinePosition - 1 })
            $documents.Add((ConvertTo-DocumentState $document.DocumentElement $start $end))
        }
    }
    finally {
        $reader.Dispose()
    }
    [pscustomobject]@{ Root = $root; Documents = $documents; Versions = $versions }
}

# Returns the comment that contains the versions of documents.
function Format-Version([object[]] $Documents) {
    $lines = foreach ($document in $Documents) {
        $sequence, $revised = foreach ($value in $document.Sequence, $document.Revised) { if ($value -match '^[\w,]+$') { $value } else { '?' } }
        "$($document.UniversalId) $sequence $revised $([Uri]::EscapeDataString($document.Domain).Replace('-', '%2D'))".TrimEnd()
    }
    "<!-- $versionTitle`n$($lines -join "`n")`n-->"
}

# Returns whether a document in Domino has a known version.
function Test-Version([object] $Now, [object] $Version) {
    $Version.Sequence -match '^\d+$' -and $Now.Sequence -eq $Version.Sequence -and $Now.Revised -eq $Version.Revised
}

# Exports the documents with the forms, and returns the text.
function Export-Current([object] $Session, [object] $Directory) {
    $notes = $Directory.CreateNoteCollection($false)
    $notes.SelectDocuments = $true
    # A formula, such as: Form = "Domain" : "Foreign Domain"
    $quoted = $Form | ForEach-Object { '"' + $_.Replace('\', '\\').Replace('"', '\"') + '"' }
    $notes.SelectionFormula = 'Form = ' + ($quoted -join ' : ')
    $null = $notes.BuildCollection()
    $temporary = [IO.Path]::Combine([IO.Path]::GetTempPath(), "$([Guid]::NewGuid().ToString('N')).dxl")
    $stream = $Session.CreateStream()
    try {
        if (-not $stream.Open($temporary, 'UTF-8')) { throw "Cannot write the file '$temporary'." }
        try {
            $null = $stream.Truncate()
            $exporter = $Session.CreateDXLExporter($notes, $stream)
            $exporter.OutputDOCTYPE = $false
            try { $null = $exporter.Process() }
            catch { throw "Cannot export the current documents of '$Database': $($_.Exception.Message) $($exporter.Log)" }
        }
        finally {
            $null = $stream.Close()
        }
        [IO.File]::ReadAllText($temporary, [Text.UTF8Encoding]::new($false))
    }
    finally {
        [IO.File]::Delete($temporary)
    }
}

# Finds what was changed in Domino in one domain.
function Find-Difference([object[]] $Imported, [string] $Domain, [object] $Source, [hashtable] $Current) {
    $ids = @($Imported | ForEach-Object { $_.UniversalId })
    foreach ($document in $Imported) {
        $now = $Current[$document.UniversalId]
        $version = if ($Source.Versions -and $Source.Versions[$document.UniversalId]) { $Source.Versions[$document.UniversalId] } else { $document }
        if (-not $now) {
            if ($Source.Versions -and $Source.Versions[$document.UniversalId]) { @{ Document = $document; Reason = 'was deleted or became unreadable' } }
        }
        elseif ($version.Sequence -notmatch '^\d+$') { @{ Document = $now; Reason = 'has no sequence number in the file, so that changes cannot be detected' } }
        elseif (-not (Test-Version $now $version)) { @{ Document = $now; Reason = "was changed (sequence number $($version.Sequence) in the file, $($now.Sequence) in Domino)" } }
    }
    foreach ($now in $Current.Values) {
        if ($ids -contains $now.UniversalId) { continue }
        $version = if ($Source.Versions) { $Source.Versions[$now.UniversalId] }
        $wasInDomain = $version -and $ignoreCase.Equals($version.Domain.Trim(), $Domain)
        if (-not $ignoreCase.Equals($now.Domain, $Domain) -and -not $wasInDomain) { continue }
        if (-not $Source.Versions) { @{ Document = $now; Reason = 'may have been added (the file does not contain document versions)' } }
        elseif (-not $version) { @{ Document = $now; Reason = 'was added' } }
        elseif (-not $wasInDomain) { @{ Document = $now; Reason = 'was assigned to this domain' } }
        elseif (-not (Test-Version $now $version)) { @{ Document = $now; Reason = 'was changed' } }
    }
    if (-not $Source.Versions) { return }
    foreach ($id in $Source.Versions.Keys) {
        if ($ids -notcontains $id -and -not $Current[$id] -and $ignoreCase.Equals($Source.Versions[$id].Domain.Trim(), $Domain)) {
            @{ Document = [pscustomobject]@{ UniversalId = $id; Name = "$Domain ($id)" }; Reason = 'was deleted or became unreadable' }
        }
    }
}

# Returns the domains of documents, with their documents.
function Group-Domain([object[]] $Documents) {
    $groups = [Hashtable]::new($ignoreCase)
    foreach ($document in $Documents) {
        if (-not $groups.ContainsKey($document.Domain)) {
            $groups[$document.Domain] = [pscustomobject]@{ Name = $document.Domain; Group = [Collections.Generic.List[object]]::new() }
            $groups[$document.Domain]
        }
        $groups[$document.Domain].Group.Add($document)
    }
}

# Returns whether documents are the newest ones of their domain, each one newer than the one before it. Servers can use either time for the order.
function Test-Newest([object[]] $Documents, [object[]] $All) {
    $ids = @($Documents | ForEach-Object { $_.UniversalId })
    $others = @($All | Where-Object { $ids -notcontains $_.UniversalId })
    # The order of a single document is certain, even without a time.
    if ($Documents.Count + $others.Count -eq 1) { return $true }
    foreach ($time in 'Modified', 'Revised') {
        $last = ''
        foreach ($other in $others) { if ([string]::CompareOrdinal($other.$time, $last) -gt 0) { $last = $other.$time } }
        foreach ($document in $Documents) {
            if ([string]::CompareOrdinal($document.$time, $last) -le 0) { return $false }
            $last = $document.$time
        }
    }
    $true
}

# Returns whether the database contains the documents of a domain as they are in the file, in the order of priority that an import results in.
function Test-Imported([object[]] $Imported, [string] $Domain, [hashtable] $Current) {
    foreach ($document in $Imported) {
        $now = $Current[$document.UniversalId]
        if (-not $now -or -not [string]::Equals($now.Content, $document.Content, [StringComparison]::Ordinal)) { return $false }
    }
    Test-Newest @($Imported | ForEach-Object { $Current[$_.UniversalId] }) @($Current.Values | Where-Object { $ignoreCase.Equals($_.Domain, $Domain) })
}

function ConvertTo-Map([object[]] $Documents) {
    $map = @{}
    foreach ($document in $Documents) { if ($document.UniversalId) { $map[$document.UniversalId] = $document } }
    $map
}

# Writes a new file, also to the disk. A part of a file does not remain.
function Write-NewFile([string] $File, [byte[]] $Bytes) {
    $stream = [IO.FileStream]::new($File, [IO.FileMode]::CreateNew, [IO.FileAccess]::Write)
    $isComplete = $false
    try {
        $stream.Write($Bytes, 0, $Bytes.Length)
        $stream.Flush($true)
        $isComplete = $true
    }
    finally {
        try { $stream.Dispose() } finally { if (-not $isComplete) { [IO.File]::Delete($File) } }
    }
}

# Exports the documents again, adds their versions to the backup, and returns them. With the versions, the backup can be imported as long as nobody
# changes the documents again.
function Update-Backup {
    $after = Read-DxlText (Export-Current $Session $directory)
    $new = "$backup.$([Guid]::NewGuid().ToString('N')).tmp"
    try {
        Write-NewFile $new $utf8.GetBytes("$head`n$(Format-Version $after.Documents)`n$body`n</$($exported.Root)>`n")
        [IO.File]::Replace($new, $backup, [NullString]::Value)
    }
    finally {
        [IO.File]::Delete($new)
    }
    ConvertTo-Map $after.Documents
}

# Counts the documents of the file, and finds what must not be imported. An allowed list, because the importer also creates agents, scripts, and other
# design elements.
$allowed = [Collections.Generic.HashSet[string]]::new([string[]] @('databaseinfo', 'acl', 'document'), [StringComparer]::Ordinal)
$remedy = 'Write the file with Export-DominoDirectory -ForeignDomainOnly'
$count = 0
$top = 1 # The depth of the documents.
$settings = [Xml.XmlReaderSettings]::new()
$settings.DtdProcessing = [Xml.DtdProcessing]::Ignore
$settings.XmlResolver = $null
# The file is read once, so that the script imports what it checked and compared.
$bytes = [IO.File]::ReadAllBytes($file)
$reader = [Xml.XmlReader]::Create([IO.MemoryStream]::new($bytes), $settings)
try {
    while ($reader.Read()) {
        if ($reader.NodeType -ne [Xml.XmlNodeType]::Element) { continue }
        if ($reader.Depth -eq 0) {
            if ($reader.LocalName -eq 'database') { continue }
            $top = 0
        }
        if ($reader.Depth -eq $top) {
            if (-not $allowed.Contains($reader.LocalName)) {
                throw "The file '$file' contains the element '$($reader.LocalName)'. The script imports only documents. $remedy."
            }
            if ($reader.LocalName -cne 'document') { continue }
            $found = $reader.GetAttribute('form')
            if (-not $forms.Contains("$found")) {
                throw "The file '$file' contains a document with the form '$found'. $remedy, or specify -Form."
            }
            $count++
        }
        elseif ($reader.Depth -eq $top + 1 -and $reader.LocalName -ceq 'item') {
            $name = $reader.GetAttribute('name')
            if ($ignoreCase.Equals($name, '$Name')) { throw "The file '$file' contains a profile document. $remedy." }
            if (-not $ignoreCase.Equals($name, 'Form')) { continue }
            # The item decides which form a document has in Domino. It can differ from the attribute.
            $item = [Xml.XmlDocument]::new()
            $part = $reader.ReadSubtree()
            try { $item.Load($part) } finally { $part.Dispose() }
            $values = @($item.SelectNodes("//*[local-name() = 'text']") | ForEach-Object { $_.InnerText.Trim() })
            $other = @($values | Where-Object { -not $forms.Contains($_) })
            if ($values.Count -eq 0 -or $other.Count -gt 0) {
                throw "The file '$file' contains a document with the item Form '$($other -join "', '")'. $remedy, or specify -Form."
            }
        }
    }
}
finally {
    $reader.Dispose()
}
if ($count -eq 0) { throw "The file '$file' does not contain any documents." }

if ($null -eq $Session) {
    try { $Session = New-Object -ComObject Lotus.NotesSession }
    catch {
        $own, $other = if ([IntPtr]::Size -eq 8) { '64-bit', '32-bit' } else { '32-bit', '64-bit' }
        throw "Cannot start the Notes client: $($_.Exception.Message) The class Lotus.NotesSession is not registered for $own programs, and this PowerShell is a $own program. Make sure that a Notes client is installed. If Notes is a $other program, run the script in a $other PowerShell."
    }
    if ($Password) { $Session.Initialize([Net.NetworkCredential]::new('', $Password).Password) }
    elseif ($NoPasswordPrompt) {
        # A password must match that of the ID file. Without one, the client prompts.
        try { $Session.Initialize([Guid]::NewGuid().ToString('N')) }
        catch {
            throw "Cannot start the Notes session without a password: $($_.Exception.Message) Specify -Password, or use an ID file without a password. To let the client prompt for the password, use -NoPasswordPrompt:`$false."
        }
    }
    else { $Session.Initialize() }
}

$directory = $Session.GetDatabase($Server, $Database, $false)
if ($null -eq $directory -or -not $directory.IsOpen) { throw "Cannot open the database '$Database' on '$Server'." }

# The text of the file, and its bytes in front of it.
$probe = [Xml.XmlTextReader]::new([IO.MemoryStream]::new($bytes))
$probe.DtdProcessing = [Xml.DtdProcessing]::Ignore
$probe.XmlResolver = $null
try {
    $null = $probe.Read()
    $encoding = $probe.Encoding
}
finally {
    $probe.Dispose()
}
$mark = $encoding.GetPreamble()
if ($mark.Length -gt $bytes.Length -or ($mark.Length -gt 0 -and [BitConverter]::ToString($bytes, 0, $mark.Length) -ne [BitConverter]::ToString($mark))) { $mark = [byte[]] @() }
$text = $encoding.GetString($bytes, $mark.Length, $bytes.Length - $mark.Length)
$source = Read-DxlText $text
$on = if ($Server) { "on '$Server'" } else { 'on this computer' }

$result = [pscustomobject]@{
    Path           = $file
    Server         = $Server
    Database       = $Database
    Document       = $count
    Imported       = 0
    ImportedDomain = [string[]] @()
    Unchanged      = 0
    Left           = @()
    BackupPath     = $null
    Log            = ''
}
$reported = [Collections.Generic.HashSet[string]]::new()
$chosen = $source.Documents
# Somebody can save a document before the prompt is answered, so the documents are compared again after it.
foreach ($isConfirmed in $false, $true) {
    try { $before = Export-Current $Session $directory }
    catch { throw "$($_.Exception.Message) Nothing was imported." }
    $exported = Read-DxlText $before
    $current = ConvertTo-Map $exported.Documents

    # The documents of a domain are imported together, or not at all.
    $candidates = $chosen
    $chosen = [Collections.Generic.List[object]]::new()
    foreach ($group in @(Group-Domain $candidates)) {
        $documents = @($group.Group)
        $ids = @($documents | ForEach-Object { $_.UniversalId })
        $differences = @(Find-Difference $documents $group.Name $source $current)
        if ((Test-Imported $documents $group.Name $current) -and @($differences | Where-Object { $ids -notcontains $_.Document.UniversalId }).Count -eq 0) {
            $result.Unchanged += $documents.Count
            continue
        }
        foreach ($difference in $differences) {
            $name = $difference.Document.Name
            $message = "The document $name in '$Database' $on $($difference.Reason) after the directory was exported."
            if ($Force) {
                $message += " Because of -Force, the documents for '$($group.Name)' are imported anyway."
                if ($reported.Add($message)) { Write-Warning $message }
                continue
            }
            $message += " No document for '$($group.Name)' was imported, so that their order of priority stays. Export the directory again, and repeat the change."
            $failure = [Management.Automation.ErrorRecord]::new([InvalidOperationException]::new($message), 'DocumentChanged', 'ResourceExists', $name)
            $result.Left += [pscustomobject]@{ Domain = $group.Name; UniversalId = $difference.Document.UniversalId; Document = $name; Reason = $difference.Reason }
            $ErrorActionPreference = $preference
            $PSCmdlet.WriteError($failure)
            $ErrorActionPreference = 'Stop'
        }
        if ($differences.Count -eq 0 -or $Force) { $chosen.AddRange($documents) }
    }
    $existing = @($chosen | Where-Object { $current[$_.UniversalId] })

    if ($existing.Count -eq 0) {
        if ($result.Unchanged -gt 0) {
            # The preference hides information by default.
            $shown = if ($PSBoundParameters.ContainsKey('InformationAction')) { $InformationPreference } else { 'Continue' }
            Write-Information "'$Database' $on already contains the documents of '$file'. Nothing was imported." -InformationAction $shown
        }
        if ($chosen.Count -gt 0) { Write-Warning "'$Database' $on does not contain $($chosen.Count) of the $count documents of '$file'. Nothing was imported." }
        return $result
    }
    if (-not $isConfirmed -and -not $PSCmdlet.ShouldProcess("$Database on $(if ($Server) { $Server } else { 'this computer' })", "Replace $($existing.Count) documents")) { return $result }
}

# The backup: the documents as they were, oldest first, with everything that the export contains in front of them. An import makes its documents the
# newest ones, so the backup also contains the documents of the domain that were newer than a replaced one.
if ($BackupPath) { $backup = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($BackupPath) }
else {
    $name = [IO.Path]::Combine([IO.Path]::GetDirectoryName($file), [IO.Path]::GetFileNameWithoutExtension($file) + '.backup-' + [DateTime]::UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", $culture))
    $backup = "$name.dxl"
    for ($i = 2; [IO.File]::Exists($backup); $i++) { $backup = "$name-$i.dxl" }
}
$utf8 = [Text.UTF8Encoding]::new($false)
$replaced = @(foreach ($group in @(Group-Domain @($existing | ForEach-Object { $current[$_.UniversalId] }))) {
        $ids = @($group.Group | ForEach-Object { $_.UniversalId })
        foreach ($document in $exported.Documents) {
            if ($ids -contains $document.UniversalId) { $document }
            elseif ($ignoreCase.Equals($document.Domain, $group.Name)) {
                $older = @($group.Group | Where-Object { [string]::CompareOrdinal($document.Modified, $_.Modified) -ge 0 -or [string]::CompareOrdinal($document.Revised, $_.Revised) -ge 0 })
                if ($older.Count -gt 0) { $document }
            }
        }
    }) | Sort-Object { $_.Modified }, { $_.Revised }
$head = $before.Substring(0, ($exported.Documents | ForEach-Object { $_.Start } | Measure-Object -Minimum).Minimum).TrimEnd()
$body = @($replaced | ForEach-Object { $before.Substring($_.Start, $_.End - $_.Start) }) -join "`n"
try { Write-NewFile $backup $utf8.GetBytes("$head`n$body`n</$($exported.Root)>`n") }
catch { throw "Cannot write the backup '$backup': $($_.Exception.GetBaseException().Message) Nothing was imported." }
$result.BackupPath = $backup

# Without the documents that are left, the file is the same, byte for byte.
$imported = $bytes
if ($chosen.Count -lt $count) {
    $kept = [Text.StringBuilder]::new()
    $at = 0
    foreach ($document in @($source.Documents | Where-Object { -not $chosen.Contains($_) })) {
        $null = $kept.Append($text, $at, $document.Start - $at)
        $at = $document.End
    }
    $null = $kept.Append($text, $at, $text.Length - $at)
    $imported = [byte[]] ($mark + $encoding.GetBytes($kept.ToString()))
}
$temporary = [IO.Path]::Combine([IO.Path]::GetTempPath(), "$([Guid]::NewGuid().ToString('N')).dxl")
Write-NewFile $temporary $imported
$stream = $Session.CreateStream()
try {
    if (-not $stream.Open($temporary, 'UTF-8')) { throw "Cannot read the file '$temporary'." }
    try {
        $importer = $Session.CreateDXLImporter($stream, $directory)
        $importer.DocumentImportOption = $replaceElseIgnore
        $importer.ACLImportOption = $ignore
        $importer.DesignImportOption = $ignore
        $importer.ReplicaRequiredForReplaceOrUpdate = $true
        $importer.ExitOnFirstFatalError = $true
        $failure = $null
        try { $null = $importer.Process() }
        catch { $failure = $_ }
    }
    finally {
        $null = $stream.Close()
    }
}
finally {
    [IO.File]::Delete($temporary)
}
$result.Imported = $importer.ImportedNoteCount
$result.Log = "$($importer.Log)"
if ($failure) {
    $message = "The import into '$Database' failed after $($result.Imported) of $($chosen.Count) documents: $($failure.Exception.Message) $($result.Log) The documents as they were are in '$backup'."
    try {
        $null = Update-Backup
        $message += ' To undo the import, import this file.'
    }
    catch { $message += " This file does not contain their new versions: $($_.Exception.Message) To import it, use -Force." }
    throw [Management.Automation.ErrorRecord]::new([InvalidOperationException]::new($message, $failure.Exception), 'ImportIncomplete', 'WriteError', $result)
}
$result.ImportedDomain = [string[]] @(Group-Domain $existing | ForEach-Object { $_.Name })
if ($result.Imported -ne $chosen.Count) {
    Write-Warning "The file contains $($chosen.Count) documents to import, of which $($result.Imported) were imported. The database does not contain the others."
}
# The importer counts a document although a part of it was not imported, and records this only in its log.
$problem = [regex]::Match("$($importer.Log)", '<(?:fatal)?error\b[^>]*>(?<text>[^<]*)', 'IgnoreCase')
if ($problem.Success) {
    Write-Warning "The log of the import contains an error: $([Net.WebUtility]::HtmlDecode($problem.Groups['text'].Value).Trim()). Check the documents in '$Database'."
}

# What Domino has now.
try { $now = Update-Backup }
catch {
    Write-Warning "The documents were imported, but cannot be compared with the file: $($_.Exception.Message) The backup '$backup' does not contain their new versions. To import it, use -Force."
    return $result
}
foreach ($group in @(Group-Domain $existing)) {
    $ids = @($group.Group | ForEach-Object { $_.UniversalId })
    foreach ($document in $group.Group) {
        if (-not $now[$document.UniversalId]) { Write-Warning "The document $($document.Name) was imported into '$Database' $on, but is not there anymore, or cannot be read." }
        elseif (-not [string]::Equals($now[$document.UniversalId].Content, $document.Content, [StringComparison]::Ordinal)) { Write-Warning "The document $($document.Name) in '$Database' $on differs from the file after the import." }
    }
    # The other documents of the domain must be as they were, and older.
    foreach ($other in @($current.Values | Where-Object { $ignoreCase.Equals($_.Domain, $group.Name) -and $ids -notcontains $_.UniversalId -and -not $now[$_.UniversalId] })) {
        Write-Warning "The document $($other.Name) in '$Database' $on was deleted during the import, or can no longer be read."
    }
    $all = @($now.Values | Where-Object { $ignoreCase.Equals($_.Domain, $group.Name) })
    if (-not (Test-Newest @($group.Group | ForEach-Object { $now[$_.UniversalId] } | Where-Object { $_ }) @($all | Where-Object { $current[$_.UniversalId] }))) {
        Write-Warning "The order of priority of '$($group.Name)' in '$Database' $on differs from the order in the file, whose documents must be the newest ones."
    }
    foreach ($added in @($all | Where-Object { -not $current[$_.UniversalId] })) {
        Write-Warning "The document $($added.Name) in '$Database' $on was added during the import. The order of priority might differ from the order in the file."
    }
}
$result
