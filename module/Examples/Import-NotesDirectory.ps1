<#
.SYNOPSIS
    Imports changed Foreign Domain documents from a DXL file into a Domino Directory, through a Notes client.
.DESCRIPTION
    Requires Windows and an installed Notes client. Notes and PowerShell must both be 32-bit programs or both be 64-bit programs: for a 32-bit
    client, run the script in Windows PowerShell (x86). The script uses the current ID file of the client, which needs Editor access with the role
    [NetModifier].

    The documents of the file replace those with the same universal ID. Documents that the database does not contain are ignored, and the access
    control list is not changed. The import removes items that the file does not contain, such as DocumentAccess, because it replaces and does not
    update. The database must have the replica ID of the file.

    Domino sets a new time on each document, in the order of the file. Write the file with Export-DominoDirectory -ForeignDomainOnly, which writes
    the oldest document first. The script refuses a file that contains anything but documents whose form is in -Form, the information about the
    database, and its access control list. For example, it refuses a full export, profile documents, agents, and scripts.
.PARAMETER Path
    Specifies the DXL file.
.PARAMETER Server
    Specifies the Domino server. By default, the script changes the database of the client itself.
.PARAMETER Database
    Specifies the path of the database, relative to the data folder of the server.
.PARAMETER Form
    Specifies the forms of the documents that the file can contain.
.PARAMETER Password
    Specifies the password of the ID file. By default, the client prompts for it if necessary.
.PARAMETER Session
    Specifies a NotesSession that is already initialized, in place of a new one.
.EXAMPLE
    Remove-DocumentAccessField names.dxl -PassThru | Export-DominoDirectory -Path changed.dxl -ForeignDomainOnly
    ./Import-NotesDirectory.ps1 changed.dxl -Server Hub01/Acme

    Removes the field DocumentAccess, and imports the changed documents.
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

    [Security.SecureString] $Password,

    [object] $Session
)

$ErrorActionPreference = 'Stop'

# The constants of NotesDXLImporter, which COM does not define.
$ignore = 1
$replaceElseIgnore = 5

$file = $PSCmdlet.GetUnresolvedProviderPathFromPSPath($Path)

# Counts the documents of the file, and finds what must not be imported. An allowed list, because the importer also creates agents, scripts, and other
# design elements.
$allowed = 'databaseinfo', 'acl', 'document'
$remedy = 'Write the file with Export-DominoDirectory -ForeignDomainOnly'
$count = 0
$top = 1 # The depth of the documents.
$settings = [Xml.XmlReaderSettings]::new()
$settings.DtdProcessing = [Xml.DtdProcessing]::Ignore
$settings.XmlResolver = $null
$reader = [Xml.XmlReader]::Create($file, $settings)
try {
    while ($reader.Read()) {
        if ($reader.NodeType -ne [Xml.XmlNodeType]::Element) { continue }
        if ($reader.Depth -eq 0) {
            if ($reader.LocalName -eq 'database') { continue }
            $top = 0
        }
        if ($reader.Depth -eq $top) {
            if ($allowed -cnotcontains $reader.LocalName) {
                throw "The file '$file' contains the element '$($reader.LocalName)'. The script imports only documents. $remedy."
            }
            if ($reader.LocalName -cne 'document') { continue }
            $found = $reader.GetAttribute('form')
            if ($Form -notcontains $found) {
                throw "The file '$file' contains a document with the form '$found'. $remedy, or specify -Form."
            }
            $count++
        }
        elseif ($reader.Depth -eq $top + 1 -and $reader.LocalName -ceq 'item') {
            $name = $reader.GetAttribute('name')
            if ($name -eq '$Name') { throw "The file '$file' contains a profile document. $remedy." }
            if ($name -ne 'Form') { continue }
            # The item decides which form a document has in Domino. It can differ from the attribute.
            $item = [Xml.XmlDocument]::new()
            $part = $reader.ReadSubtree()
            try { $item.Load($part) } finally { $part.Dispose() }
            $values = @($item.SelectNodes("//*[local-name() = 'text']") | ForEach-Object { $_.InnerText.Trim() })
            $other = @($values | Where-Object { $Form -notcontains $_ })
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

if (-not $PSCmdlet.ShouldProcess("$Database on $(if ($Server) { $Server } else { 'this computer' })", "Replace $count documents")) { return }

if ($null -eq $Session) {
    try { $Session = New-Object -ComObject Lotus.NotesSession }
    catch {
        $own, $other = if ([IntPtr]::Size -eq 8) { '64-bit', '32-bit' } else { '32-bit', '64-bit' }
        throw "Cannot start the Notes client: $($_.Exception.Message) The class Lotus.NotesSession is not registered for $own programs, and this PowerShell is a $own program. Make sure that a Notes client is installed. If Notes is a $other program, run the script in a $other PowerShell."
    }
    if ($Password) { $Session.Initialize([Net.NetworkCredential]::new('', $Password).Password) } else { $Session.Initialize() }
}

$directory = $Session.GetDatabase($Server, $Database, $false)
if ($null -eq $directory -or -not $directory.IsOpen) { throw "Cannot open the database '$Database' on '$Server'." }

$stream = $Session.CreateStream()
if (-not $stream.Open($file, 'UTF-8')) { throw "Cannot read the file '$file'." }
try {
    $importer = $Session.CreateDXLImporter($stream, $directory)
    $importer.DocumentImportOption = $replaceElseIgnore
    $importer.ACLImportOption = $ignore
    $importer.DesignImportOption = $ignore
    $importer.ReplicaRequiredForReplaceOrUpdate = $true
    $importer.ExitOnFirstFatalError = $true
    try { $null = $importer.Process() }
    catch {
        throw "The import into '$Database' failed after $($importer.ImportedNoteCount) of $count documents: $($_.Exception.Message) $($importer.Log)"
    }
    $imported = $importer.ImportedNoteCount
    if ($imported -ne $count) {
        Write-Warning "The file contains $count documents, of which $imported were imported. The database does not contain the others."
    }
    # The importer counts a document although a part of it was not imported, and records this only in its log.
    $problem = [regex]::Match("$($importer.Log)", '<(?:fatal)?error\b[^>]*>(?<text>[^<]*)', 'IgnoreCase')
    if ($problem.Success) {
        Write-Warning "The log of the import contains an error: $([Net.WebUtility]::HtmlDecode($problem.Groups['text'].Value).Trim()). Check the documents in '$Database'."
    }
    [pscustomobject]@{
        Path     = $file
        Server   = $Server
        Database = $Database
        Document = $count
        Imported = $imported
        Log      = "$($importer.Log)"
    }
}
finally {
    $null = $stream.Close()
}
