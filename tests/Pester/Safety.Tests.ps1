BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Shared.psm1') -Force
    Import-BuiltModule
    $field = Join-Path (Split-Path $PSScriptRoot -Parent) (Join-Path 'Data' 'field')

    function Copy-Field {
        param([string] $Name)
        $path = Join-Path $TestDrive "$([Guid]::NewGuid().ToString('N')).dxl"
        [IO.File]::WriteAllBytes($path, [IO.File]::ReadAllBytes((Join-Path $field $Name)))
        $path
    }
}

Describe 'A directory is not lost by one careless line' {
    It '<Name> does not replace its source, even with -Force' -ForEach @(
        @{ Name = 'Export-CoexistenceReport'; Export = { Export-CoexistenceReport $path $path -Force -ErrorAction SilentlyContinue -ErrorVariable script:failure } }
        @{
            Name   = 'Export-CoexistenceFinding'
            Export = {
                Test-CoexistenceConfiguration $path |
                    Export-CoexistenceFinding $path -As Markdown -Force -ErrorAction SilentlyContinue -ErrorVariable script:failure
            }
        }
    ) {
        $path = Copy-Field 'shared.dxl'
        $hash = Get-FileHashText $path
        . $Export
        Assert-CoexError $failure 'TargetIsSource' $Name 'InvalidArgument' $path
        Get-FileHashText $path | Should -BeExactly $hash
    }

    It 'does not replace another file that contains <Content>' -ForEach @(
        @{ Content = 'DXL'; Make = { Copy-Field 'three.dxl' } }
        @{ Content = 'DXL that is damaged'; Make = { Set-TestFile (Join-Path $TestDrive 'damaged.html') "<?xml version='1.0'?>`n<!-- c --><database xmlns='http" } }
        @{
            Content = 'NSF'
            Make    = { $nsf = Join-Path $TestDrive 'some.html'; [IO.File]::WriteAllBytes($nsf, [byte[]](0x1A, 0, 0, 4) + [byte[]]::new(100)); $nsf }
        }
    ) {
        $target = . $Make
        $hash = Get-FileHashText $target
        Export-CoexistenceReport (Copy-Field 'shared.dxl') $target -Force -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-CoexError $failure 'TargetIsSource' 'Export-CoexistenceReport' 'InvalidArgument' $target
        Get-FileHashText $target | Should -BeExactly $hash
    }

    It 'replaces DXL by DXL, the own import too' {
        $path = Copy-Field 'shared.dxl'
        Import-DominoDirectory $path | Export-DominoDirectory $path -Force
        @(Get-ForeignDomainDocument $path).Count | Should -Be 4
    }

    It 'does not remove a field that requests need without -Force' {
        $path = Copy-Field 'shared.dxl'
        $hash = Get-FileHashText $path
        Remove-DocumentAccessField $path -FieldName MailServer -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.TargetObject | Should -Be @('BTEx', 'BTCloud')
        Get-FileHashText $path | Should -BeExactly $hash
        Remove-DocumentAccessField $path -FieldName MailServer -Force -WarningAction SilentlyContinue
        (Get-ForeignDomainDocument $path).MailServer | Should -Be @($null, $null, $null, $null)
    }

    It 'does not change documents of several domains without an answer' {
        $path = Copy-Field 'shared.dxl'
        $hash = Get-FileHashText $path
        $script = "Import-Module '$(Get-ModuleManifest)'; Set-ForeignDomainDocument '$path' -MailFile x.box -ErrorAction SilentlyContinue -ErrorVariable f; `$f[0].FullyQualifiedErrorId"
        & (Get-PowerShell) -NoProfile -NonInteractive -Command $script | Should -BeExactly 'SeveralDomains,CoexTools.Commands.SetForeignDomainDocumentCommand'
        Get-FileHashText $path | Should -BeExactly $hash
    }

    It 'names the answers of a server of another domain that the change loses' {
        $path = Copy-Field (Join-Path 'exact' '03-other-domain.dxl')
        Get-ForeignDomainDocument $path -Domain Old |
            Set-ForeignDomainDocument -MailServer DominoA -CalendarServer DominoA -WarningAction SilentlyContinue -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-CoexError $failure 'AnswerLost' 'Set-ForeignDomainDocument' 'InvalidOperation' 'BTEx'
        $failure[0].Exception.Message | Should -Match 'Free/busy, mail, and calendar mail from DominoN/Acme would not reach Exchange even with everything up'
        "$($failure[0].Exception.Lost)" | Should -Match "Free/busy for 'BTEx' from DominoN/Acme with everything up"
    }
}

Describe 'The repair of directories from the field' {
    It 'repairs two domains that share a server: <_>' -ForEach 'shared.dxl', 'shared-open.dxl' {
        $path = Copy-Field $_
        $repair = Repair-CoexistenceConfiguration $path
        $repair.Changed | Should -BeTrue
        $repair.Lost | Should -BeNullOrEmpty
        $documents = @(Get-ForeignDomainDocument $path)
        $documents.HasDocumentAccess | Should -Be @($false, $false, $false, $false)
        foreach ($document in $documents) {
            $other = if ($document.Domain -eq 'BTEx') { 'DominoC/Srv/Contoso' } else { 'DominoA/Srv/Contoso' }
            $document.Readers | Should -Contain $other
        }
        foreach ($down in 'DominoA', 'DominoB', 'DominoC') {
            Test-FreeBusyPath $path -ServerDown $down -Quiet -WarningAction SilentlyContinue | Should -BeTrue
        }
    }

    It 'repairs three servers, and keeps their order' {
        $path = Copy-Field 'three.dxl'
        $before = (Get-ForeignDomainDocument $path).MailServer
        (Repair-CoexistenceConfiguration $path).Changed | Should -BeTrue
        (Get-ForeignDomainDocument $path).MailServer | Should -Be $before
    }

    It 'says what is wrong with the group, and what to create' {
        $null = Repair-CoexistenceConfiguration (Copy-Field 'wrong.dxl') -WhatIf -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ServerGroupNotFound,*'
        $failure[0].Exception.Message | Should -Match "The group 'Servers Only' contains the coexistence servers .+ through the group 'Coex Servers'\."
        $failure[0].ErrorDetails.RecommendedAction | Should -Match 'create a group of the type Servers only that contains Hub01/Srv/Contoso'
    }

    It 'is not blocked by an answer at a server that may not exist' {
        $repair = Repair-CoexistenceConfiguration (Copy-Field 'wrong.dxl') -ServerGroup 'All Mail and Hub' -WhatIf -ErrorAction SilentlyContinue -ErrorVariable failure
        "$failure" | Should -Not -Match 'at DominX'
        @($repair.Action.Readers) | Should -Not -Contain 'DominX/Srv/Contoso'
    }

    It 'is refused while it would hide the document through which invitations reach DominoB, and works after the recommendation of CX009' {
        $path = Copy-Field 'wrong.dxl'
        # Without DominX, DominoA uses the document of DominoB for invitations, because its own document has no calendar server.
        $arguments = @{ Domain = 'BTEx'; ServerGroup = 'All Mail and Hub'; ErrorAction = 'SilentlyContinue' }
        (Repair-CoexistenceConfiguration $path @arguments -ErrorVariable failure).Changed | Should -BeFalse
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'AnswerLost,*'
        "$($failure[0].Exception.Lost)" | Should -Match 'Calendar mail .+ from DominoA/Srv/Contoso .+ Delivered at DominoB/Srv/Contoso before, NoRoute at DominoA/Srv/Contoso after'
        $finding = Test-CoexistenceConfiguration $path -Rule CX009
        $finding.Recommendation | Should -BeLike "Run Set-ForeignDomainDocument -CalendarServer 'CN=DominoA/OU=Srv/O=Contoso' -PreserveOrder *"
        Get-ForeignDomainDocument $path BTEx | Where-Object UniversalId -EQ $finding.Document |
            Set-ForeignDomainDocument -CalendarServer 'CN=DominoA/OU=Srv/O=Contoso' -PreserveOrder -WarningAction SilentlyContinue
        $repair = Repair-CoexistenceConfiguration $path @arguments -ErrorVariable failure
        $failure | Should -BeNullOrEmpty
        $repair.Changed | Should -BeTrue
        $repair.Lost | Should -BeNullOrEmpty
        Test-FreeBusyPath $path -Domain BTEx -ServerDown DominX, DominoA -From Hub01 -Quiet -WarningAction SilentlyContinue | Should -BeTrue
    }
}

Describe 'The numbers of a report' {
    BeforeAll {
        function Get-ReportData {
            param([string] $Path)
            $page = [IO.File]::ReadAllText($Path)
            $null = $page -match '<script type="application/json" id="coextools-report">(.*?)</script>'
            $Matches[1] | ConvertFrom-Json
        }
    }

    It 'are those of Measure-CoexistenceAvailability, also with the connections to Exchange' {
        $path = Copy-Field 'shared.dxl'
        $html = "$path.html"
        Export-CoexistenceReport $path $html
        $data = Get-ReportData $html
        $repaired = Copy-Field 'shared.dxl'
        $null = Repair-CoexistenceConfiguration $repaired
        $names = @{ 'Free/busy' = 'FreeBusy'; 'Mail' = 'Mail'; 'Calendar mail' = 'Calendar' }
        foreach ($domain in $data.domains) {
            foreach ($service in $domain.services) {
                foreach ($origin in $service.origins) {
                    $measure = @{ Domain = $domain.name; Service = $names[$service.name]; From = $origin.servers[0] }
                    [Math]::Abs($origin.now.hours - (Measure-CoexistenceAvailability $path @measure).DowntimePerYear.TotalHours) | Should -BeLessThan 1e-6
                    [Math]::Abs($origin.now.hoursWithConnections - (Measure-CoexistenceAvailability $path @measure -IncludeLeg).DowntimePerYear.TotalHours) |
                        Should -BeLessThan 1e-6
                    [Math]::Abs($origin.afterRepair.hoursWithConnections - (Measure-CoexistenceAvailability $repaired @measure -IncludeLeg).DowntimePerYear.TotalHours) |
                        Should -BeLessThan 1e-6
                }
            }
        }
        $page = [IO.File]::ReadAllText($html)
        $page | Should -Match 'each server is up 99\.9% of the time, each connection of a coexistence server to Exchange is up 99\.9% of the time, and all of them fail independently'
        $page | Should -Match '17 h 31 min \u2192 8 h 46 min</dd>\s*<dd>of which due to server failures: 8 h 46 min \u2192 32 s, changed by the repair'
        $page | Should -Match 'Lookups fail in \d of 4 single outages\.'
    }

    It 'shows the outcomes of the server that has a replica of its own' {
        $main = Join-Path $field (Join-Path '01-report-replica' 'main.dxl')
        $replica = @{ Mail01 = (Join-Path $field (Join-Path '01-report-replica' 'mail01.dxl')) }
        $html = Join-Path $TestDrive 'replica.html'
        Export-CoexistenceReport $main $html -Replica $replica -Force
        $service = (Get-ReportData $html).domains[0].services | Where-Object name -EQ 'Free/busy'
        $origin = @($service.origins | Where-Object servers -Contains 'Mail01/Acme')
        $origin.Count | Should -Be 1
        $origin[0].servers | Should -Be @('Mail01/Acme')
        $service.outcomes[$origin[0].outcomes[0]] | Should -BeExactly '-NoDomainDocument@Old01/Acme'
        (Test-FreeBusyPath $main -From Mail01 -Replica $replica -WarningAction SilentlyContinue).Status | Should -Be 'NoDomainDocument'
        [IO.File]::ReadAllText($html) | Should -Match 'This assumes that the changed documents replicate'
    }

    It 'does not say that a domain survives if no other server is known' {
        $path = Join-Path $field (Join-Path 'exact' '05-lone-server.dxl')
        (Measure-CoexistenceAvailability $path).SurvivesAnySingleFailure | Should -Be @($null, $null, $null)
        $html = Join-Path $TestDrive 'lone.html'
        Export-CoexistenceReport $path $html -Force
        (Get-ReportData $html).domains[0].level | Should -BeExactly 'Unknown'
        (Get-ReportData $html).domains[0].verdict | Should -Match '^It is not known whether '
    }

    It 'does not say that a service survives if the search ended before' {
        $found = @(Measure-CoexistenceAvailability (Copy-Field 'three.dxl') -Service Mail -IncludeLink -MaximumState 1)
        $found.SurvivesAnySingleFailure | Select-Object -Unique | Should -BeNullOrEmpty
    }

    It 'takes documents from two reads of an unchanged file as one directory' {
        $path = Copy-Field 'shared.dxl'
        $documents = @(Get-ForeignDomainDocument $path -Domain BTEx)[0], @(Get-ForeignDomainDocument $path -Domain BTEx)[1]
        $result = @($documents | Test-FreeBusyPath -From Hub01 -WarningAction SilentlyContinue)
        $result.Count | Should -Be 1
        $result[0].Assumption | Should -Not -Contain 'PartialDomain'
        $html = Join-Path $TestDrive 'two.html'
        $documents | Export-CoexistenceReport -Path $html -Force
        @((Get-ReportData $html).domains[0].documents).Count | Should -Be 2
    }

    It 'changes a file that was specified twice in one change, also a large one' {
        # CoexTools recognizes a file of this size by its identity, which it records with each read.
        $path = Set-TestFile (Join-Path $TestDrive 'large.dxl') ([IO.File]::ReadAllText((Get-Scenario 'security-on.dxl')) -replace '</database>', "<!--$('x' * 70000)--></database>")
        Start-Sleep -Milliseconds 200
        Remove-DocumentAccessField $path, $path -ErrorVariable failure -WarningAction SilentlyContinue
        $failure | Should -BeNullOrEmpty
        @(Get-ForeignDomainDocument $path | Where-Object HasDocumentAccess).Count | Should -Be 0
        @(Get-DirectoryChange $path | Group-Object Id).Count | Should -Be 1
    }
}
