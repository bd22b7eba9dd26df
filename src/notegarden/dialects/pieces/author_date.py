"""The default citation style: author and year, with references in the usual form."""

AUTHOR_DATE = b"""<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" page-range-format="chicago"
       demote-non-dropping-particle="display-and-sort">
  <info><title>Author and year</title><id>author-date</id><category citation-format="author-date"/></info>
  <macro name="short-names">
    <names variable="author">
      <name form="short" and="text" delimiter=", " initialize-with=". "/>
      <substitute><names variable="editor"/><text macro="short-title"/></substitute>
    </names>
  </macro>
  <macro name="short-title">
    <choose>
      <if type="book report thesis"><text variable="title" font-style="italic" text-case="title"/></if>
      <else><text variable="title" quotes="true" text-case="title"/></else>
    </choose>
  </macro>
  <macro name="names">
    <names variable="author">
      <name and="text" name-as-sort-order="first" sort-separator=", " delimiter=", " delimiter-precedes-last="always"/>
      <substitute><names variable="editor"/><text macro="short-title"/></substitute>
    </names>
  </macro>
  <macro name="year">
    <choose>
      <if variable="issued"><date variable="issued"><date-part name="year"/></date></if>
      <else><text term="no date" form="short"/></else>
    </choose>
  </macro>
  <macro name="place">
    <choose>
      <if variable="locator">
        <choose>
          <if locator="page">
            <choose><if type="book chapter" match="any"><text variable="volume" suffix=":"/></if></choose>
            <text variable="locator"/>
          </if>
          <else><label variable="locator" form="short" suffix=" "/><text variable="locator"/></else>
        </choose>
      </if>
    </choose>
  </macro>
  <macro name="address">
    <choose>
      <if variable="DOI"><text variable="DOI" prefix="https://doi.org/"/></if>
      <else><text variable="URL"/></else>
    </choose>
  </macro>
  <macro name="imprint">
    <group delimiter=": "><text variable="publisher-place"/><text variable="publisher"/></group>
  </macro>
  <citation et-al-min="4" et-al-use-first="1" disambiguate-add-year-suffix="true">
    <layout prefix="(" suffix=")" delimiter="; ">
      <group delimiter=", ">
        <group delimiter=" "><text macro="short-names"/><text macro="year"/></group>
        <text macro="place"/>
      </group>
    </layout>
  </citation>
  <bibliography et-al-min="11" et-al-use-first="7" hanging-indent="true">
    <sort><key macro="names"/><key macro="year"/></sort>
    <layout suffix=".">
      <group delimiter=". ">
        <text macro="names"/>
        <text macro="year"/>
        <choose>
          <if variable="author editor" match="any">
            <choose>
              <if type="book report thesis motion_picture" match="any">
                <text variable="title" font-style="italic" text-case="title"/>
              </if>
              <else><text variable="title" quotes="true" text-case="title"/></else>
            </choose>
          </if>
        </choose>
        <choose>
          <if type="article-journal article-magazine article-newspaper" match="any">
            <group delimiter=": ">
              <group delimiter=" ">
                <text variable="container-title" font-style="italic" text-case="title"/>
                <text variable="volume"/>
                <text variable="issue" prefix="(" suffix=")"/>
              </group>
              <text variable="page"/>
            </group>
          </if>
          <else-if type="chapter paper-conference" match="any">
            <group delimiter=", ">
              <text variable="container-title" font-style="italic" text-case="title" prefix="In "/>
              <text variable="page"/>
            </group>
          </else-if>
          <else>
            <group delimiter=". ">
              <group delimiter=" ">
                <number variable="edition" form="ordinal"/><text term="edition" form="short"/>
              </group>
              <group delimiter=" "><text term="volume" form="short" text-case="capitalize-first"/>
                <text variable="volume"/></group>
              <text variable="collection-title"/>
            </group>
          </else>
        </choose>
        <choose>
          <if type="article-journal article-magazine article-newspaper" match="none"><text macro="imprint"/></if>
        </choose>
        <text macro="address"/>
      </group>
    </layout>
  </bibliography>
</style>
"""
